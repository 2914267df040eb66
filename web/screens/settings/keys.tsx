/** The tenant's API keys. */
import { useSession } from '../../app/session.tsx';
import { ApiKeys } from './api-keys.tsx';

export function KeysScreen() {
  const { tenant } = useSession();
  return <ApiKeys tenant={tenant} />;
}
