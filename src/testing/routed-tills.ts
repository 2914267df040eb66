/** A tenant with two tills that are synced by hand, and routes between them: what tests of routes start from. */
import type { SaveRoute } from '../hub/routes/route-views.ts';
import type { RouteCallView, RouteView } from '../hub/routes/route-views.ts';
import { tillServer, type TillServer, type TillTenant } from './till-server.ts';
import { tillKey, type TillState } from './till-vendor.ts';

export interface RoutedTills {
  readonly server: TillServer;
  /** What each till's vendor has. */
  readonly sold: Readonly<Record<'till' | 'oldtill', TillState>>;
  /** A tenant with both, its first reading behind it: nothing it read then is an event. */
  tenant(slug: string): Promise<RoutedTenant>;
}

export interface RoutedTenant extends TillTenant {
  readonly id: string;
  /** The one without idempotency keys. */
  readonly oldtill: string;
  /** A route from what is new in one till to a sale in the other, or whatever else is given. */
  route(definition: Partial<SaveRoute>): Promise<RouteView>;
  /** Puts something on sale at the vendor and reads it: an event of the till (or of the other one). */
  appears(name: string, at?: 'till' | 'oldtill'): Promise<void>;
  /** Reads a till again. */
  reads(at?: 'till' | 'oldtill'): Promise<void>;
  /** Makes the events there are, and the calls that are due. */
  settle(): Promise<void>;
  /** In the order of their events. */
  calls(route: RouteView): Promise<RouteCallView[]>;
}

export async function routedTills(): Promise<RoutedTills> {
  const server = await tillServer();
  const { hub, system } = server;
  // The host carries states without knowing their types; these were made by the tills' sandboxes.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const sold = { till: server.till, oldtill: server.sandboxes?.state('oldtill') as TillState };
  let made = 0;
  const tenant = async (slug: string): Promise<RoutedTenant> => {
    const shop = await server.tillTenant(slug);
    const { id } = await hub.tenants.enter(system, 'read', slug);
    const other = await hub.integrations.create(system, slug, {
      provider: 'oldtill',
      credentials: { api_key: tillKey },
      schedule: null,
    });
    await hub.connection.connect(system, slug, other.id, { sync: false });
    const integrations = { till: shop.integration, oldtill: other.id };
    const reads = async (at: 'till' | 'oldtill' = 'till') => {
      const { runs } = await hub.runs.sync(system, slug, integrations[at], { streams: ['goods'] }, { inline: true });
      for (const run of runs) {
        const uuid = run.id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
        await hub.runs.execute(id, uuid, AbortSignal.timeout(60_000));
      }
    };
    const settle = async () => {
      await hub.events.catchUp(id);
      await hub.routes.drain(AbortSignal.timeout(60_000));
    };
    await reads('till');
    await reads('oldtill');
    await settle();
    return {
      ...shop,
      id,
      oldtill: other.id,
      route: (definition) =>
        hub.routes.create(system, slug, {
          name: `Route ${(made += 1)}`,
          when: { types: ['record.created'], models: ['product'], integrations: [shop.integration] },
          shape: '{"name": data.record.data.name}',
          do: { action: 'sell_good', integration: other.id },
          ...definition,
        }),
      appears: async (name, at = 'till') => {
        sold[at].goods.push({ id: `made${(made += 1)}`, name });
        await reads(at);
      },
      reads,
      settle,
      calls: async (route) => (await hub.routes.calls.list(system, slug, route.id, { limit: 200 })).data.toReversed(),
    };
  };
  return { server, sold, tenant };
}
