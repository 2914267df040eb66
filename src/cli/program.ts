/** Every command of `plugboard`, in the order help lists them. A new one is a file in commands/ and a line here. */
import { actionsCommands } from './commands/actions.ts';
import { verifyAuditCommand } from './commands/audit.ts';
import { connectCommand } from './commands/connect.ts';
import { connectLinkCommand } from './commands/connect-link.ts';
import { deletionsCommands } from './commands/deletions.ts';
import { deliveriesCommands } from './commands/deliveries.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { endpointsCommands } from './commands/endpoints.ts';
import { eventsCommands } from './commands/events.ts';
import { integrationsCommand } from './commands/integrations.ts';
import {
  createKeyCommand,
  keyStatusCommand,
  listKeysCommand,
  revokeKeyCommand,
  rotateKeysCommand,
} from './commands/keys.ts';
import { linksCommands } from './commands/links.ts';
import { logsCommands } from './commands/logs.ts';
import { mappingsCommands } from './commands/mappings.ts';
import { migrateCommand } from './commands/migrate.ts';
import { monitorCommand } from './commands/monitor.ts';
import { newProviderCommand } from './commands/new-provider.ts';
import { peopleCommands } from './commands/people.ts';
import { privacyCommands } from './commands/privacy.ts';
import { providersCommand } from './commands/providers.ts';
import { recordsCommands } from './commands/records.ts';
import { routesCommands } from './commands/routes.ts';
import { runsCommands } from './commands/runs.ts';
import { sandboxWebhookCommands } from './commands/sandbox-webhooks.ts';
import { sandboxCommand, serveCommand, workerCommand } from './commands/services.ts';
import { createTenantCommand, tenantsCommand } from './commands/tenants.ts';
import { syncCommand } from './commands/sync.ts';
import { webhookAddressCommands } from './commands/webhook-addresses.ts';
import { webhooksCommands } from './commands/webhooks.ts';
import type { Command } from './frame/command.ts';

export const commands: readonly Command[] = [
  demoCommand,
  serveCommand,
  workerCommand,
  sandboxCommand,
  ...sandboxWebhookCommands,
  migrateCommand,
  doctorCommand,
  providersCommand,
  newProviderCommand,
  tenantsCommand,
  createTenantCommand,
  ...peopleCommands,
  connectCommand,
  connectLinkCommand,
  integrationsCommand,
  syncCommand,
  ...runsCommands,
  ...recordsCommands,
  monitorCommand,
  ...logsCommands,
  ...deletionsCommands,
  ...endpointsCommands,
  ...deliveriesCommands,
  ...eventsCommands,
  ...linksCommands,
  ...mappingsCommands,
  ...routesCommands,
  ...privacyCommands,
  ...actionsCommands,
  ...webhooksCommands,
  ...webhookAddressCommands,
  listKeysCommand,
  createKeyCommand,
  revokeKeyCommand,
  rotateKeysCommand,
  keyStatusCommand,
  verifyAuditCommand,
];
