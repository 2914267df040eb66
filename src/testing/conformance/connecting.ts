/** Checks of signing in: every way in, wrong credentials, renewal once for everybody, nothing secret said anywhere. */
import { PlugboardError, type SandboxSignIn } from '../../contract/index.ts';
import { failureOf, insist, type CheckMaker } from './check.ts';
import { jsonOf, type Connection, type Rig } from './rig.ts';

/** A day: no vendor's access token or session lives longer unused, and most die within the hour. */
const longAgo = 86_400_000;
const callers = 20;

export const connectingChecks: CheckMaker = ({ provider, sandbox }, withRig) => [
  {
    name: 'sign-ins',
    run: async () => {
      const covered = new Set(sandbox.signIns.map(({ method }) => method));
      const without = provider.auth.find(({ key }) => !covered.has(key));
      insist(without === undefined, `the sandbox has no sign-in by "${without?.key}"`);
      return [...covered].join(', ');
    },
  },
  ...sandbox.signIns.map((signIn, index) => ({
    name: `connect: ${nameOf(sandbox.signIns, index)}`,
    run: () =>
      withRig(async (rig) => {
        const { message } = await rig.connect(signIn);
        insist(message.trim() !== '', 'the check says nothing');
        return message;
      }),
  })),
  ...sandbox.signIns.flatMap((signIn, index) => {
    const { wrong } = signIn;
    if (wrong === undefined) return [];
    return [
      {
        name: `wrong credentials: ${nameOf(sandbox.signIns, index)}`,
        run: () =>
          withRig(async (rig) => {
            const error = await failureOf(rig.connect(signIn, wrong), 'wrong credentials were accepted');
            insist(error instanceof PlugboardError, `it fails with ${String(error)} instead of an error of the table`);
            const blamed = ['auth_revoked', 'permission_denied', 'invalid_request', 'not_found'].includes(error.code);
            insist(blamed, `it fails with ${error.code}, which does not say that the credentials are wrong`);
            const { requests } = await rig.box.requests();
            // Where they are typed besides a sign-in, that comes first: the page, its form, the code.
            const calls =
              provider.auth.find(({ key }) => key === signIn.method)?.kind === 'oauth2' ? requests - 3 : requests;
            insist(calls <= 4, `${calls} calls were made with credentials the vendor had refused`);
            return `${error.code}: ${error.message}`;
          }),
      },
    ];
  }),
  ...sandbox.signIns.flatMap((signIn, index) => {
    const way = provider.auth.find(({ key }) => key === signIn.method);
    const renews =
      way?.kind === 'session' ||
      way?.kind === 'client_credentials' ||
      (way?.kind === 'oauth2' && way.refresh !== undefined);
    if (!renews) return [];
    return [
      {
        name: `renewal, once for ${callers} callers: ${nameOf(sandbox.signIns, index)}`,
        run: () =>
          withRig(async (rig) => {
            const connection = await rig.connect(signIn);
            const before = (await connection.credential.read()).generation;
            rig.box.advance(longAgo);
            const name = firstReadable(rig, connection);
            await Promise.all(Array.from({ length: callers }, () => connection.read(name)));
            const renewals = (await connection.credential.read()).generation - before;
            insist(renewals === 1, `${renewals} renewals instead of one`);
            return `${callers} callers, 1 renewal`;
          }),
      },
    ];
  }),
  {
    name: 'no secret in any log or error',
    run: () =>
      withRig(async (rig) => {
        const connection = await rig.connect();
        const said: string[] = [];
        for (const name of Object.keys(provider.streams)) {
          if (name in connection.absent) continue;
          await rig.box.fault({ kind: 'status', status: 500, times: 1, body: { error: [...rig.secrets].join(' ') } });
          await rig.box.fault({ kind: 'html', times: 1, skip: 1 });
          try {
            await connection.read(name);
          } catch (error) {
            said.push(error instanceof Error ? `${error.message} ${jsonOf(error)}` : String(error));
          }
          await rig.box.clearFaults();
        }
        const all = [...said, ...rig.logged()].join('\n');
        const told = [...rig.secrets].filter((secret) => secret.length >= 6 && all.includes(secret));
        insist(rig.secrets.size > 0, 'no secret was used at all');
        insist(told.length === 0, `${told.length} of ${rig.secrets.size} secrets can be read in logs or errors`);
        return `${rig.secrets.size} secrets looked for in ${rig.logged().length} log lines and ${said.length} errors`;
      }),
  },
];

/** Ways in may be signed into twice with other settings. */
function nameOf(signIns: readonly SandboxSignIn[], index: number): string {
  const method = signIns[index]?.method ?? '';
  const nth = signIns.slice(0, index).filter((one) => one.method === method).length;
  return nth === 0 ? method : `${method} (${nth + 1})`;
}

function firstReadable(rig: Rig, connection: Connection): string {
  const { streams } = rig.subject.provider;
  const names = Object.keys(streams).filter((name) => !(name in connection.absent));
  const name = names.find((one) => streams[one]?.partitions === undefined) ?? names[0];
  insist(name !== undefined, 'there is no stream to read');
  return name;
}
