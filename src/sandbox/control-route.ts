/** What a route of the control port is, and what it knows of one running sandbox. Called by control.ts and control-webhooks.ts. */
import type { Method, Sandbox } from '../contract/index.ts';
import type { SandboxState } from './state.ts';
import type { Traffic } from './traffic.ts';
import type { WebhookSender } from './webhook-sender.ts';

export interface RunningSandbox {
  readonly key: string;
  readonly sandbox: Sandbox;
  readonly origin: string;
  readonly state: SandboxState;
  readonly traffic: Traffic;
  /** Undefined: the vendor sends none. */
  readonly webhooks: WebhookSender | undefined;
}

export interface ControlRoute {
  readonly method: Method;
  readonly path: string;
  handle(call: {
    readonly params: Readonly<Record<string, string>>;
    readonly query: URLSearchParams;
    readonly body: unknown;
  }): unknown;
}
