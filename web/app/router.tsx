/**
 * The addresses of all screens: each folder of screens names its own in places.ts. State that matters (filters, what is open) is in the
 * address, so that it can be sent to somebody.
 */
import { createRouter, type AnyRoute } from '@tanstack/react-router';
import { actionsPlaces } from '../screens/actions/places.ts';
import { connectPlaces } from '../screens/connect/places.ts';
import { deliveriesPlaces } from '../screens/deliveries/places.ts';
import { deletionsPlaces } from '../screens/deletions/places.ts';
import { endpointsPlaces } from '../screens/endpoints/places.ts';
import { eventsPlaces } from '../screens/events/places.ts';
import { integrationSettingsPlaces } from '../screens/integration-settings/places.ts';
import { integrationWebhooksPlaces } from '../screens/integration-webhooks/places.ts';
import { integrationsPlaces } from '../screens/integrations/places.ts';
import { integration } from '../screens/integration/layout.ts';
import { integrationPlaces } from '../screens/integration/places.ts';
import { linksPlaces } from '../screens/links/places.ts';
import { logsPlaces } from '../screens/logs/places.ts';
import { mappingPlaces } from '../screens/mapping/places.ts';
import { auditPlaces, platformAuditPlaces } from '../screens/audit/places.ts';
import { marketplacePlaces } from '../screens/marketplace/places.ts';
import { overviewPlaces } from '../screens/overview/places.ts';
import { platformPlaces } from '../screens/platform/places.ts';
import { integrationRecordsPlaces, recordsPlaces } from '../screens/records/places.ts';
import { routesPlaces } from '../screens/routes/places.ts';
import { allRunsPlaces, runsPlaces } from '../screens/runs/places.ts';
import { sandboxPlaces } from '../screens/sandbox/places.ts';
import { settingsPlaces } from '../screens/settings/places.ts';
import { signInPlaces } from '../screens/sign-in/places.ts';
import { streamsPlaces } from '../screens/streams/places.ts';
import { webhooksPlaces } from '../screens/webhooks/places.ts';
import { platform } from './platform-place.tsx';
import { root, tenant } from './places.tsx';
import { allTexts } from './text.tsx';

/** Screens whose texts are fetched when somebody first goes to one of them. */
function later<const Places extends readonly AnyRoute[]>(places: Places): Places {
  for (const { options } of places) Object.assign(options, { loader: allTexts });
  return places;
}

export const router = createRouter({
  routeTree: root.addChildren([
    ...later(signInPlaces),
    ...later([platform.addChildren([...platformPlaces, ...sandboxPlaces, ...platformAuditPlaces])]),
    tenant.addChildren([
      ...overviewPlaces,
      ...later([
        ...marketplacePlaces,
        ...connectPlaces,
        ...integrationsPlaces,
        ...allRunsPlaces,
        ...webhooksPlaces,
        ...eventsPlaces,
        ...routesPlaces,
        ...endpointsPlaces,
        ...deliveriesPlaces,
        ...recordsPlaces,
        ...linksPlaces,
        ...deletionsPlaces,
        ...auditPlaces,
        ...settingsPlaces,
        integration.addChildren([
          ...integrationPlaces,
          ...streamsPlaces,
          ...runsPlaces,
          ...mappingPlaces,
          ...actionsPlaces,
          ...integrationWebhooksPlaces,
          ...integrationRecordsPlaces,
          ...logsPlaces,
          ...integrationSettingsPlaces,
        ]),
      ]),
    ]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
