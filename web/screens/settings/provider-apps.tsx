/** Provider apps of the tenant's own. */
import { useSession } from '../../app/session.tsx';
import { ProviderApps } from './provider-app-list.tsx';

export function ProviderAppsScreen() {
  const { tenant } = useSession();
  return <ProviderApps tenant={tenant} />;
}
