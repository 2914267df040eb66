/** One integration: how it stands and what to do about it, above the tab that is open. */
import { Outlet } from '@tanstack/react-router';

export function IntegrationScreen() {
  return <Outlet />;
}
