/**
 * The token in an integration's own webhook address: tenant and integration, so that both are known before the first read, a secret, and
 * digits that only we can compute. By those a guessed token is refused without asking the database, however many are tried; whether the
 * secret is one that counts now, the stored row says. Lower-case hexadecimal: some systems fold the case of addresses.
 */
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { platformTenant } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { bare, dashed } from '../ids.ts';

export interface AddressTokens {
  mint(tenantId: string, integrationId: string): Promise<string>;
  /** Did we mint it? Asks nobody. */
  isOurs(token: string): Promise<boolean>;
}

const form = /^([0-9a-f]{32})([0-9a-f]{32})[0-9a-f]{32}[0-9a-f]{16}$/;
const secretBytes = 16;
const signed = 96;

export function addressTokens({
  store,
  random,
}: Pick<HubContext, 'random'> & { store: Pick<HubContext['store'], 'vault'> }): AddressTokens {
  const digitsOf = async (text: string): Promise<string> => {
    const key = await store.vault.derive(platformTenant, 1, 'webhook addresses');
    // A key that comes as bytes costs Node several times what the digest does.
    return createHmac('sha256', createSecretKey(key)).update(text).digest('hex').slice(0, 16);
  };
  return {
    async mint(tenantId, integrationId) {
      const text = `${bare(tenantId)}${bare(integrationId)}${random.bytes(secretBytes).toString('hex')}`;
      return text + (await digitsOf(text));
    },
    isOurs: async (token) => form.test(token) && isSame(token.slice(signed), await digitsOf(token.slice(0, signed))),
  };
}

/** Whose it says it is; undefined for what is no token. */
export function namedBy(token: string): { readonly tenantId: string; readonly integrationId: string } | undefined {
  const [, tenant, integration] = form.exec(token) ?? [];
  return tenant === undefined || integration === undefined
    ? undefined
    : { tenantId: dashed(tenant), integrationId: dashed(integration) };
}

/** Of two texts of the same length and plain characters: does not tell by the time taken where they differ. */
export function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one, 'latin1'), Buffer.from(other, 'latin1'));
}
