/**
 * Steering the sandbox from the dashboard. Its control port is another process on this machine, reachable by nobody else: an administrator
 * asks us, and we ask it. Only what the screen needs, and nothing is passed on unread.
 */
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import type { Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import { parseInput } from '../inputs.ts';
import {
  ClockInput,
  ControlReading,
  FaultInput,
  GrowInput,
  SandboxClock,
  SandboxFaultView,
  SendInput,
  type SandboxView,
} from './sandbox-views.ts';

/** Growing a stream writes a file; everything else is done at once. */
const timeoutMs = 60_000;

const refusal = z.object({ message: z.string() });
const deliveries = z.object({ deliveries: z.array(z.looseObject({ state: z.string() })) });

export function sandboxSteering({ sandboxControl }: Pick<HubContext, 'sandboxControl'>, tenants: Tenants) {
  const ask = async (principal: Principal, method: string, path: string, body?: object): Promise<unknown> => {
    tenants.authorizePlatform(principal, 'admin');
    if ('partnerId' in principal && principal.partnerId !== undefined)
      throw fail('permission_denied', 'The sandbox is one for all: only administrators of the platform may steer it.');
    const url = sandboxControl?.();
    if (url === undefined)
      throw fail('not_found', 'This server speaks to the real vendors: there is no sandbox to steer.', {
        next: 'Start a demo (`npm start`), or a server whose PLUGBOARD_HOST_MAP leads to `plugboard sandbox`.',
      });
    let answer: Response;
    try {
      answer = await fetch(new URL(path, url), {
        method,
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
    } catch (error) {
      throw fail('not_found', `No sandbox answers at ${url}.`, {
        next: 'Start it with `plugboard sandbox`, on the same data directory.',
        cause: error,
      });
    }
    const said: unknown = await answer.json().catch(() => undefined);
    if (answer.ok) return said;
    const { data } = refusal.safeParse(said);
    throw fail(
      answer.status === 404 ? 'not_found' : 'invalid_request',
      data?.message ?? `The sandbox answered ${answer.status}.`,
      {
        next: 'Ask the sandbox for something else.',
      },
    );
  };

  return {
    /** Is there one? For everybody: what is shown then is nobody's real data. */
    on: (): boolean => sandboxControl?.() !== undefined,

    read: async (principal: Principal): Promise<SandboxView> => {
      const { clock, faults, providers } = ControlReading.parse(await ask(principal, 'GET', '/'));
      return {
        clock,
        faults,
        providers: Object.entries(providers).map(([key, one]) => ({
          key,
          origin: one.origin,
          can_grow: one.can_grow,
          grown: Object.fromEntries(Object.entries(one.grown).map(([stream, { records }]) => [stream, records])),
          switches: one.switches,
          webhooks: one.webhooks?.types ?? null,
          requests: one.traffic.requests,
        })),
      };
    },
    setClock: async (principal: Principal, input: z.input<typeof ClockInput>) =>
      SandboxClock.parse(await ask(principal, 'POST', '/clock', parseInput(ClockInput, input))),
    addFault: async (principal: Principal, input: z.input<typeof FaultInput>) =>
      SandboxFaultView.parse(await ask(principal, 'POST', '/faults', parseInput(FaultInput, input))),
    /** All of them when left out. */
    removeFault: async (principal: Principal, id?: string): Promise<void> =>
      void (await ask(principal, 'DELETE', id === undefined ? '/faults' : `/faults/${encodeURIComponent(id)}`)),
    grow: async (principal: Principal, input: z.input<typeof GrowInput>): Promise<void> =>
      void (await ask(principal, 'POST', '/grow', parseInput(GrowInput, input))),
    send: async (principal: Principal, input: z.input<typeof SendInput>) => {
      const sent = deliveries.parse(await ask(principal, 'POST', '/webhooks/send', parseInput(SendInput, input)));
      const received = sent.deliveries.filter(({ state }) => state === 'received').length;
      return { sent: sent.deliveries.length, received };
    },
  };
}
