/** The address of one integration's webhooks, as all cards of the tab read and change it. */
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { useSession } from '../../app/session.tsx';
import { useIntegration } from '../integration/current.tsx';

export type Address = Schema['WebhookAddress'];

export const addressPath = '/api/tenants/{tenant}/integrations/{integration}/webhook-address';

/** Of the integration whose tab is open. */
export function useAddressParams() {
  const { tenant } = useSession();
  const { id } = useIntegration();
  return { path: { tenant, integration: id } };
}

/** Sets its secret and its limits; what is left out stays. */
export function usePutAddress(onDone: () => void) {
  return api.useMutation('put', addressPath, {
    onSuccess: () => {
      askAgain(addressPath);
      onDone();
    },
  });
}
