/**
 * Makes sure that what the sandboxes know of the operator (OAuth clients, further credentials) is registered here too: as the tenant's
 * own, so that an operator's real ones for the platform stay what they are. Called by the demo.
 */
import type { SandboxSignIn } from '../../../contract/sandbox.ts';
import type { Hub } from '../../../hub/index.ts';
import type { Principal } from '../../../hub/access/principal.ts';

export async function ensureApps(
  hub: Hub,
  principal: Principal,
  tenant: string,
  signIns: Readonly<Record<string, readonly SandboxSignIn[]>>,
): Promise<void> {
  const { data: known } = await hub.providerApps.list(principal, tenant);
  for (const [provider, ways] of Object.entries(signIns)) {
    const app = ways.find((way) => way.app !== undefined)?.app;
    const fields = ways.find((way) => way.appFields !== undefined)?.appFields;
    const there = known.find((one) => one.provider === provider);
    const client = app === undefined || (there?.source === 'tenant' && there.client_id === app.client_id) ? {} : app;
    const rest =
      fields === undefined || (there?.fields_source === 'tenant' && holds(there.fields, fields))
        ? {}
        : { fields: { ...fields } };
    const wanted = { ...client, ...rest };
    if (Object.keys(wanted).length > 0) await hub.providerApps.put(principal, provider, wanted, tenant);
  }
}

/** Secrets are shown as null: that they are set has to do. */
function holds(shown: Readonly<Record<string, string | null>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) => shown[name] === value || shown[name] === null);
}
