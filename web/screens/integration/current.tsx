/** The integration whose screen is open, for the tabs below its heading: loaded once, so that no tab has to wait for it again. */
import { createContext, useContext, type ReactNode } from 'react';
import type { Schema } from '../../../client/index.ts';

export type Integration = Schema['Integration'];

const Current = createContext<Integration | undefined>(undefined);

export function CurrentIntegration({
  integration,
  children,
}: {
  readonly integration: Integration;
  readonly children: ReactNode;
}) {
  return <Current value={integration}>{children}</Current>;
}

/** In a tab of web/screens/integration/tabs.ts. */
export function useIntegration(): Integration {
  const integration = useContext(Current);
  if (integration === undefined) throw new Error('this is shown below the heading of one integration');
  return integration;
}
