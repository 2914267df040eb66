/**
 * The control port: a small JSON API by which tests, benchmarks and people steer the sandboxes (clock, faults, growing) and see
 * what was asked of them. Not part of any vendor's imitation. Called by the host; control-client.ts is its client.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { fail, PlugboardError, z, type JsonValue } from '../contract/index.ts';
import type { SandboxClock } from './clock.ts';
import { answerOf, send } from './answers.ts';
import type { ControlRoute, RunningSandbox } from './control-route.ts';
import { webhookRoutes } from './control-webhooks.ts';
import { faultSchema, type Faults } from './faults.ts';
import type { GrownStreams } from './grown-streams.ts';
import { compileRoutes } from './routing.ts';

export interface ControlOptions {
  readonly running: () => readonly RunningSandbox[];
  readonly hostMap: () => string;
  readonly seed: string;
  readonly clock: SandboxClock;
  /** Called after each change of the clock. */
  readonly keepClock: () => void;
  readonly faults: Faults;
  readonly grown: GrownStreams;
  readonly log: (message: string) => void;
}

const moment = z.union([z.number(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]);

export const clockSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('freeze'), at: moment.optional() }),
  z.strictObject({ action: z.literal('advance'), ms: z.number() }),
  z.strictObject({ action: z.literal('set'), at: moment }),
  z.strictObject({ action: z.literal('real') }),
]);
const growSchema = z.strictObject({
  provider: z.string(),
  stream: z.string(),
  records: z.int().min(0).max(100_000_000),
});
const touchSchema = z.strictObject({ provider: z.string(), stream: z.string(), fraction: z.number().min(0).max(1) });
const switchesSchema = z.strictObject({ provider: z.string(), switches: z.record(z.string(), z.string()) });
const resetSchema = z.strictObject({ provider: z.string().optional() });

function controlRoutes(options: ControlOptions): readonly ControlRoute[] {
  const { clock, faults, grown } = options;
  const one = (key: string): RunningSandbox => {
    const found = options.running().find((running) => running.key === key);
    if (found === undefined)
      throw fail(
        'not_found',
        `There is no sandbox "${key}"; there are ${options
          .running()
          .map((running) => running.key)
          .join(', ')}.`,
      );
    return found;
  };
  const chosen = (key: string | null | undefined) =>
    key === null || key === undefined ? options.running() : [one(key)];
  const clockNow = () => ({ now: clock.now(), iso: new Date(clock.now()).toISOString(), ...clock.setting() });
  return [
    { method: 'GET', path: '/', handle: () => overview(options, clockNow()) },
    {
      method: 'POST',
      path: '/clock',
      handle({ body }) {
        const change = clockSchema.parse(body);
        if (change.action === 'freeze') clock.freeze(change.at);
        else if (change.action === 'advance') clock.advance(change.ms);
        else if (change.action === 'set') clock.set(change.at);
        else clock.real();
        options.keepClock();
        return clockNow();
      },
    },
    { method: 'GET', path: '/faults', handle: () => ({ faults: faults.list() }) },
    {
      method: 'POST',
      path: '/faults',
      handle({ body }) {
        const fault = faultSchema.parse(body);
        if (fault.provider !== '*') one(fault.provider);
        return faults.add(fault);
      },
    },
    { method: 'DELETE', path: '/faults', handle: () => (faults.clear(), { faults: [] }) },
    {
      method: 'DELETE',
      path: '/faults/:id',
      handle({ params }) {
        if (!faults.remove(params['id'] ?? '')) throw fail('not_found', `There is no fault "${params['id']}".`);
        return { faults: faults.list() };
      },
    },
    {
      method: 'POST',
      path: '/grow',
      handle({ body }) {
        const { provider, stream, records } = growSchema.parse(body);
        return grown.grow(provider, stream, records);
      },
    },
    {
      method: 'POST',
      path: '/touch',
      handle({ body }) {
        const { provider, stream, fraction } = touchSchema.parse(body);
        return grown.touch(provider, stream, fraction);
      },
    },
    { method: 'GET', path: '/state/:provider', handle: ({ params }) => one(params['provider'] ?? '').state.state },
    {
      method: 'POST',
      path: '/switches',
      handle({ body }) {
        const { provider, switches } = switchesSchema.parse(body);
        return setSwitches(one(provider), switches);
      },
    },
    {
      method: 'GET',
      path: '/requests',
      handle({ query }) {
        const wanted = chosen(query.get('provider'));
        return {
          counts: Object.fromEntries(wanted.map(({ key, traffic }) => [key, traffic.counts()])),
          recent: wanted.flatMap(({ traffic }) => traffic.recent()),
        };
      },
    },
    {
      method: 'DELETE',
      path: '/requests',
      handle({ query }) {
        for (const { traffic } of chosen(query.get('provider'))) traffic.clear();
        return {};
      },
    },
    {
      method: 'POST',
      path: '/reset',
      handle({ body }) {
        const { provider } = resetSchema.parse(body ?? {});
        for (const { state, traffic, webhooks } of chosen(provider)) {
          state.reseed();
          traffic.clear();
          webhooks?.clear({ addresses: true });
        }
        if (provider === undefined) faults.clear();
        return {};
      },
    },
    ...webhookRoutes(one),
  ];
}

function overview(options: ControlOptions, clock: unknown): unknown {
  const grown = options.grown.status();
  return {
    name: 'Plugboard sandbox',
    seed: options.seed,
    host_map: options.hostMap(),
    clock,
    faults: options.faults.list(),
    providers: Object.fromEntries(
      options.running().map(({ key, sandbox, origin, state, traffic, webhooks }) => [
        key,
        {
          origin,
          hosts: sandbox.hosts,
          sign_ins: sandbox.signIns,
          switches: state.switches,
          can_grow: Object.keys(sandbox.grow),
          grown: grown[key] ?? {},
          webhooks:
            webhooks === undefined ? null : { types: sandbox.webhooks?.types ?? [], addresses: webhooks.addresses() },
          traffic: traffic.counts(),
        },
      ]),
    ),
  };
}

/** All or none: names and values must be those the sandbox declares. */
function setSwitches({ key, sandbox, state }: RunningSandbox, switches: Readonly<Record<string, string>>): unknown {
  for (const [name, value] of Object.entries(switches)) {
    const field = Object.hasOwn(sandbox.switches ?? {}, name) ? sandbox.switches?.[name] : undefined;
    if (field === undefined)
      throw fail(
        'invalid_request',
        `The sandbox of ${key} has no switch "${name}"; it has ${Object.keys(sandbox.switches ?? {}).join(', ') || 'none'}.`,
      );
    if (field.choices !== undefined && !field.choices.includes(value))
      throw fail('invalid_request', `"${name}" must be one of ${field.choices.join(', ')}.`);
    if (field.pattern !== undefined && !new RegExp(`^(?:${field.pattern.source})$`).test(value))
      throw fail('invalid_request', `"${name}": ${field.pattern.message}`);
  }
  for (const [name, value] of Object.entries(switches)) state.setSwitch(name, value);
  return state.switches;
}

/** Not listening yet. */
export function controlServer(options: ControlOptions): Server {
  const find = compileRoutes(controlRoutes(options));
  async function answer(incoming: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const [path = '/', search = ''] = (incoming.url ?? '/').split('?');
    const match = find(incoming.method ?? 'GET', path);
    if (match === undefined) throw fail('not_found', `The control port has no ${path}.`);
    if (!('route' in match))
      return {
        status: 405,
        body: { error: 'method_not_allowed', message: `${path} takes ${match.allow.join(', ')}.` },
      };
    const body = await jsonBody(incoming);
    const result = await match.route.handle({ params: match.params, query: new URLSearchParams(search), body });
    return { status: 200, body: result };
  }
  const server = createServer((incoming, response) => {
    answer(incoming)
      .catch((error: unknown) => refusal(error, options.log))
      .then(({ status, body }) =>
        send(
          response,
          answerOf({
            status,
            headers: { 'content-type': 'application/json' },
            body: Buffer.from(JSON.stringify(body ?? null)),
          }),
          {
            head: incoming.method === 'HEAD',
            now: Date.now(),
            cut: false,
          },
        ),
      )
      .catch((error: unknown) => options.log(`sandbox control: ${String(error)}`));
  });
  server.keepAliveTimeout = 120_000;
  return server;
}

/** Undefined without a body. A JSON content type is asked for because a web page cannot send one to us unasked. */
async function jsonBody(incoming: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of incoming) if (Buffer.isBuffer(part)) parts.push(part);
  if (incoming.method === 'GET' || incoming.method === 'HEAD') return undefined;
  if (incoming.headers['content-type']?.split(';')[0]?.trim() !== 'application/json') {
    if (incoming.method === 'DELETE' && parts.length === 0) return undefined;
    throw fail('invalid_request', 'Send the body as content-type application/json.');
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw fail('invalid_request', 'The body is not JSON.');
  }
}

function refusal(error: unknown, log: (message: string) => void): { status: number; body: JsonValue } {
  if (error instanceof PlugboardError)
    return { status: error.facts.status, body: { error: error.code, message: error.message } };
  if (error instanceof z.ZodError) {
    const message = error.issues
      .map(({ path, message: problem }) => `${path.join('.') || 'body'}: ${problem}`)
      .join('; ');
    return { status: 400, body: { error: 'invalid_request', message } };
  }
  log(`sandbox control: ${error instanceof Error ? error.stack : String(error)}`);
  return { status: 500, body: { error: 'internal', message: String(error) } };
}
