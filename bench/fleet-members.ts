/** Every provider that has a sandbox, connected for several tenants as a customer would connect it, without schedules and without limits. */
import { sandboxes } from '../providers/registry.gen.ts';
import type { SandboxSignIn } from '../src/contract/sandbox.ts';
import type { HubContext } from '../src/hub/context.ts';
import type { Hub } from '../src/hub/index.ts';
import type { RunView } from '../src/hub/runs/run-views.ts';
import { giveConsent, type SandboxControl } from '../src/sandbox/index.ts';
import { system } from './stage.ts';

export interface Member {
  readonly tenant: string;
  readonly integration: string;
  readonly provider: string;
}

export interface Fleet {
  readonly providers: readonly string[];
  readonly members: readonly Member[];
  /** Every stream of every member, whole, in the order of the members. */
  askAll(): Promise<ReadonlyMap<Member, readonly string[]>>;
  /** Waits for the runs; throws when one did not end well. */
  ended(asked: ReadonlyMap<Member, readonly string[]>): Promise<readonly RunView[]>;
}

interface FleetOptions {
  readonly hub: Hub;
  readonly context: Pick<HubContext, 'clock'>;
  readonly control: SandboxControl;
  readonly tenants: number;
  readonly records: number;
}

const underWay: ReadonlySet<string> = new Set(['queued', 'running']);

export async function fleetOf({ hub, context, control, tenants, records }: FleetOptions): Promise<Fleet> {
  const ways = new Map<string, SandboxSignIn>();
  for (const [provider, load] of Object.entries(sandboxes)) {
    const { default: sandbox } = await load();
    if (Object.hasOwn(sandbox.switches ?? {}, 'limits')) await control.switches(provider, { limits: 'off' });
    const [stream] = Object.keys(sandbox.grow);
    if (stream !== undefined) await control.grow(provider, stream, records);
    const way = sandbox.signIns.find(({ fields }) => Object.keys(fields).length > 0) ?? sandbox.signIns[0];
    if (way === undefined) throw new Error(`nobody can sign in to ${provider} here`);
    ways.set(provider, way);
    // The first app there is, as an operator registers one: others are of other environments.
    const app = sandbox.signIns.find((one) => one.app !== undefined)?.app;
    const appFields = sandbox.signIns.find((one) => one.appFields !== undefined)?.appFields;
    if (app !== undefined || appFields !== undefined)
      await hub.providerApps.put(system, provider, { ...app, ...(appFields && { fields: { ...appFields } }) });
  }
  const members: Member[] = [];
  for (let number = 1; number <= tenants; number += 1) {
    const tenant = `fleet-${number}`;
    await hub.tenants.create(system, { slug: tenant, name: tenant });
    for (const [provider, way] of ways)
      members.push({ tenant, provider, integration: await connect(hub, tenant, provider, way) });
  }
  return {
    providers: [...ways.keys()],
    members,
    askAll: async () => {
      const asked = new Map<Member, readonly string[]>();
      for (const member of members) {
        const { runs } = await hub.runs.sync(system, member.tenant, member.integration, { force: true });
        asked.set(
          member,
          runs.map(({ id }) => id),
        );
      }
      return asked;
    },
    ended: async (asked) => {
      const ended: RunView[] = [];
      for (const [{ tenant, provider }, ids] of asked)
        for (const id of ids) {
          let run = await hub.runs.get(system, tenant, id);
          while (underWay.has(run.state)) {
            await context.clock.sleep(100);
            run = await hub.runs.get(system, tenant, id);
          }
          if (run.state !== 'succeeded')
            throw new Error(`${run.stream} of ${provider} ended ${run.state}: ${JSON.stringify(run.error)}`);
          ended.push(run);
        }
      return ended;
    },
  };
}

async function connect(hub: Hub, tenant: string, provider: string, way: SandboxSignIn): Promise<string> {
  const { id } = await hub.integrations.create(system, tenant, {
    provider,
    auth_method: way.method,
    schedule: null,
    overrides: { limits: [] },
    ...(Object.keys(way.fields).length === 0 ? {} : { credentials: { ...way.fields } }),
    ...(way.settings === undefined ? {} : { settings: { ...way.settings } }),
  });
  const { answer, cookie } = await hub.connection.connect(system, tenant, id, { sync: false });
  if (answer.authorize_url === null) return id;
  const { searchParams } = new URL(await giveConsent(answer.authorize_url));
  const cookies = cookie === undefined ? {} : { [cookie.name]: cookie.value };
  await hub.connection.complete({ provider, token: searchParams.get('state') ?? '', cookies, query: searchParams });
  return id;
}
