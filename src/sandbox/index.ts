/** The sandbox host's face: start it, steer it, sign in to it. */
export type { SandboxClock } from './clock.ts';
export { sandboxControl, type SandboxControl, type WebhooksReading } from './control-client.ts';
export type { EnterWebhookAddress, SendWebhooks } from './control-webhooks.ts';
export type { FaultInput, FaultStatus } from './faults.ts';
export type { GrownStatus } from './grown-streams.ts';
export { rememberedControlPort, startSandbox, type RunningSandboxes, type SandboxOptions } from './host.ts';
export type { Exchange } from './provider-server.ts';
export { harbourTraining, storyDay } from './seed/business.ts';
export { giveConsent, type Consent } from './sign-in.ts';
export type { TrafficCounts, TrafficEntry } from './traffic.ts';
export type { WebhookAttempt } from './webhook-book.ts';
export { tampered, tamperings, type Tampering } from './webhook-request.ts';
export type { EnteredAddress, WebhookAddressView } from './webhook-addresses.ts';
export type { Sending, WebhookDeliveryView } from './webhook-sender.ts';
