/**
 * Connecting from the dashboard: makes the integration, or replaces its configuration, then connects it, with the session of whoever is signed
 * in. An integration that works is not touched before the vendor has accepted what was typed, unless its address changes.
 */
import type { Schema } from '../../../client/index.ts';
import { client } from '../../app/api.ts';
import { answerOf, type Connectable, type Connector, type ConnectResult, type Typed } from '../../connect/connector.ts';
import { bare } from '../../connect/field-values.ts';
import type { Schedule } from '../../app/schedule/units.ts';

export type Integration = Schema['Integration'];

/** What the form has besides credentials and settings. */
export interface Configuration {
  /** Empty: the provider's. */
  readonly name: string;
  readonly schedule: Schedule | null;
  /** Undefined: they stay as they are. */
  readonly streams: Schema['CreateIntegration']['streams'];
  readonly overrides: Schema['CreateIntegration']['overrides'];
}

export interface DashboardConnecting {
  readonly tenant: string;
  readonly provider: Connectable;
  /** The one that is connected again. */
  readonly integration: Integration | undefined;
  /** As the form begins. */
  readonly configuration: Configuration;
  /** The draft is there, and would be found again at its own address. */
  readonly onMade: (integration: Integration) => void;
}

export interface DashboardConnector extends Connector {
  /** The form goes on changing: what it says when something is sent is what counts. */
  readonly configure: (configuration: Configuration) => void;
}

export function dashboardConnector(of: DashboardConnecting): DashboardConnector {
  const { tenant, provider } = of;
  let { configuration } = of;
  let current = of.integration;
  let connectedBefore: string | null = null;

  const make = async (typed: Typed): Promise<Integration> => {
    const { name, schedule, streams, overrides } = configuration;
    const made = await answerOf(
      client.POST('/api/tenants/{tenant}/integrations', {
        params: { path: { tenant } },
        body: {
          provider: provider.key,
          schedule,
          ...given(typed),
          ...(bare(name) === '' ? {} : { name: bare(name) }),
          ...(streams === undefined ? {} : { streams }),
          ...(overrides === undefined ? {} : { overrides }),
        },
      }),
    );
    of.onMade(made);
    return made;
  };

  const replace = (known: Integration, typed: Typed, moved: boolean): Promise<Integration> => {
    const { name, schedule, streams, overrides } = configuration;
    const { credentials, ...rest } = given(typed);
    return answerOf(
      client.PUT('/api/tenants/{tenant}/integrations/{integration}', {
        params: { path: { tenant, integration: known.id } },
        body: {
          ...rest,
          schedule,
          streams: streams ?? streamsOf(known),
          ...(bare(name) === '' ? {} : { name: bare(name) }),
          ...(overrides === undefined ? {} : { overrides }),
          ...(moved && credentials !== undefined ? { credentials } : {}),
        },
      }),
    );
  };

  const send = async (known: Integration, body: Schema['ConnectInput']): Promise<ConnectResult> => {
    const answer = await answerOf(
      client.POST('/api/tenants/{tenant}/integrations/{integration}/connect', {
        params: { path: { tenant, integration: known.id } },
        body,
      }),
    );
    const { outcome, message, authorize_url, accounts, integration } = answer;
    current = integration;
    return { outcome, message, authorize_url, accounts, integration_id: integration.id };
  };

  return {
    configure: (next) => {
      configuration = next;
    },
    test: (typed) =>
      answerOf(
        client.POST('/api/tenants/{tenant}/test_credentials', {
          params: { path: { tenant } },
          body: {
            provider: provider.key,
            ...given(typed),
            ...(current === undefined ? {} : { integration: current.id }),
          },
        }),
      ),
    connect: async (typed) => {
      const known = current;
      const moved = known !== undefined && isElsewhere(provider, known, typed);
      const ready = known === undefined ? await make(typed) : await replace(known, typed, moved);
      current = ready;
      connectedBefore = ready.connected_at;
      const { credentials } = given(typed);
      const stored = known === undefined || moved || credentials === undefined;
      return send(ready, {
        ...defaults,
        auth_method: typed.auth_method,
        // Without tokens of one's own: the vendor's page is asked anew, also when an earlier sign-in waits for its account.
        restart: credentials === undefined,
        ...(stored ? {} : { credentials }),
      });
    },
    choose: ({ auth_method }, account_id) => {
      if (current === undefined) throw new Error('an account is chosen for an integration');
      return send(current, { ...defaults, account_id, ...(auth_method === '' ? {} : { auth_method }) });
    },
    look: async () => {
      if (current === undefined) return { state: 'waiting' };
      const now = await answerOf(
        client.GET('/api/tenants/{tenant}/integrations/{integration}', {
          params: { path: { tenant, integration: current.id } },
        }),
      );
      if (now.account_choices !== null) return { state: 'choose', accounts: now.account_choices };
      if (now.connected_at !== null && now.connected_at !== connectedBefore)
        return { state: 'connected', integration_id: now.id };
      return { state: 'waiting' };
    },
  };
}

const defaults = { sync: true, browser: 'here', restart: false } as const;

/** Nothing typed is nothing sent: for a sign-in there are no credentials, and stored ones stay. */
function given({ auth_method, credentials, settings }: Typed) {
  return { auth_method, settings, ...(Object.keys(credentials).length === 0 ? {} : { credentials }) };
}

/** Would credentials go somewhere else than the stored ones did? Then they have to be replaced together with the settings. */
export function isElsewhere(
  provider: Pick<Connectable, 'settings'>,
  known: Pick<Integration, 'auth_method' | 'settings'>,
  typed: Pick<Typed, 'auth_method' | 'settings'>,
): boolean {
  return (
    known.auth_method !== typed.auth_method ||
    provider.settings.some(
      ({ name, default: usual }) => (typed.settings[name] ?? usual ?? '') !== (known.settings[name] ?? usual ?? ''),
    )
  );
}

/** As they are: what a replacement does not name is put back to its default. */
function streamsOf({ streams }: Integration): NonNullable<Configuration['streams']> {
  return Object.fromEntries(streams.map(({ name, enabled, schedule }) => [name, { enabled, schedule }]));
}
