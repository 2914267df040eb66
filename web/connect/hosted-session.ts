/** The page behind a connect link asks the server with the token in its own address, and with nothing else: no cookie is needed, also in a frame. */
import { createClient, type Schema } from '../../client/index.ts';
import { answerOf, ConnectRefusal, type Connectable, type Connector, type Typed } from './connector.ts';

export type OwnSession = Schema['OwnConnectSession'];

export interface HostedSession {
  /** Throws ConnectRefusal. */
  look(): Promise<OwnSession>;
  /** Throws ConnectRefusal. */
  provider(key: string): Promise<Connectable>;
  /** Markdown. Throws ConnectRefusal. */
  guide(key: string): Promise<string>;
  connector(key: string): Connector;
}

/** `/connect/pc_...`: the last part of the address. */
export function tokenIn(path: string): string {
  return path.split('/').at(-1) ?? '';
}

export function openSession(token: string): HostedSession {
  const client = createClient({ apiKey: token });
  const look = () => answerOf(client.GET('/api/connect-session'));
  return {
    look,
    provider: (key) =>
      answerOf(client.GET('/api/connect-session/providers/{provider}', { params: { path: { provider: key } } })),
    guide: (key) =>
      answerOf(
        client.GET('/api/connect-session/providers/{provider}/guide.md', {
          params: { path: { provider: key } },
          parseAs: 'text',
        }),
      ),
    connector: (key) => {
      // A failure that was there before is not that of the sign-in under way.
      let earlier: string | undefined;
      const send = (typed: Typed, further: { readonly account_id?: string; readonly restart: boolean }) =>
        answerOf(client.POST('/api/connect-session/connect', { body: { provider: key, ...typed, ...further } }));
      return {
        test: (typed) => answerOf(client.POST('/api/connect-session/test', { body: { provider: key, ...typed } })),
        connect: async (typed) => {
          earlier = (await look()).last_failure?.at;
          return send(typed, { restart: true });
        },
        choose: ({ auth_method }, accountId) =>
          send({ auth_method, credentials: {}, settings: {} }, { account_id: accountId, restart: false }),
        look: async () => {
          const { status, integration, last_failure } = await look();
          if (status === 'completed' && integration !== null)
            return { state: 'connected', integration_id: integration.id };
          if (integration?.account_choices) return { state: 'choose', accounts: integration.account_choices };
          if (last_failure !== null && last_failure.at !== earlier) return { state: 'failed', failure: last_failure };
          return { state: 'waiting' };
        },
      };
    },
  };
}

const endings = ['expired', 'completed', 'revoked'] as const;
export type Ending = (typeof endings)[number] | 'wrong';

/** Why a link cannot be used, if that is what a refusal says. */
export function endingOf(error: unknown): Ending | undefined {
  const failure = error instanceof ConnectRefusal ? error.failure : undefined;
  if (failure?.code !== 'unauthorized') return undefined;
  return endings.find((one) => one === failure.session) ?? 'wrong';
}
