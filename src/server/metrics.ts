/**
 * What this process counts, as Prometheus text: requests, event-loop delay, memory, and whatever sources the composition root
 * adds (database pool, runs). Holds no tenant's name and no secret; PLUGBOARD_METRICS_TOKEN closes it all the same. Called by
 * app.ts and the composition root.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { fail } from '../contract/errors.ts';

export interface Sample {
  /** `plugboard_runs_total` */
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly values: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

/** Asked with every scrape. Never rejects: what cannot be known is left out. */
export type MetricSource = () => readonly Sample[] | Promise<readonly Sample[]>;

export interface MetricsOptions {
  readonly sources: readonly MetricSource[];
  /** When set, a scrape must carry it as a bearer token. */
  readonly token: string | undefined;
}

/** Upper bounds in seconds; fits both a 2 ms read and a proxied call to a slow vendor. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

interface Timing {
  count: number;
  seconds: number;
  readonly byBucket: number[];
}

export function serveMetrics(app: FastifyInstance, { sources, token }: MetricsOptions): void {
  const timings = new Map<string, Timing>();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  app.addHook('onClose', async () => void delay.disable());

  app.addHook('onResponse', async (request, reply) => {
    // The route's pattern, never the path: paths hold ids without end, and some hold tokens.
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    const labels = labelText({ method: request.method, route, status: String(reply.statusCode) });
    const timing = timings.get(labels) ?? { count: 0, seconds: 0, byBucket: buckets.map(() => 0) };
    timings.set(labels, timing);
    const seconds = reply.elapsedTime / 1000;
    timing.count += 1;
    timing.seconds += seconds;
    const bucket = buckets.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) timing.byBucket[bucket] = (timing.byBucket[bucket] ?? 0) + 1;
  });

  app.get('/metrics', { config: { open: true, rateLimit: false }, schema: { hide: true } }, async (request, reply) => {
    if (token !== undefined && !same(request.headers.authorization ?? '', `Bearer ${token}`)) {
      throw fail('unauthorized', 'This needs the token of PLUGBOARD_METRICS_TOKEN.', {
        next: 'Send it as `Authorization: Bearer ...`.',
      });
    }
    const own = processSamples(delay.percentile(99) / 1e9);
    // The delay of the time since the last scrape; a maximum since the start would hide that all is well again.
    delay.reset();
    reply.type('text/plain; version=0.0.4; charset=utf-8');
    const others = await Promise.all(sources.map(async (source) => source()));
    return [histogramText(timings), ...[...own, ...others.flat()].map(sampleText)].join('');
  });
}

function same(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function processSamples(delaySeconds: number): Sample[] {
  const gauge = (name: string, help: string, value: number): Sample => ({
    name,
    help,
    type: 'gauge',
    values: [{ value }],
  });
  return [
    gauge(
      'plugboard_event_loop_delay_p99_seconds',
      'Event-loop delay since the last scrape, 99th percentile.',
      Number.isFinite(delaySeconds) ? delaySeconds : 0,
    ),
    gauge('process_resident_memory_bytes', 'Resident memory of this process.', process.memoryUsage.rss()),
    {
      name: 'process_cpu_seconds_total',
      help: 'CPU time of this process.',
      type: 'counter',
      values: [{ value: cpuSeconds() }],
    },
    gauge('process_uptime_seconds', 'Seconds since this process started.', process.uptime()),
  ];
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function histogramText(timings: ReadonlyMap<string, Timing>): string {
  const name = 'plugboard_http_request_duration_seconds';
  const lines = [...timings].flatMap(([labels, timing]) => {
    let below = 0;
    const cumulated = buckets.map(
      (bound, index) => `${name}_bucket{${labels},le="${bound}"} ${(below += timing.byBucket[index] ?? 0)}`,
    );
    return [
      ...cumulated,
      `${name}_bucket{${labels},le="+Inf"} ${timing.count}`,
      `${name}_sum{${labels}} ${timing.seconds}`,
      `${name}_count{${labels}} ${timing.count}`,
    ];
  });
  return `${[`# HELP ${name} Requests answered, by route and status.`, `# TYPE ${name} histogram`, ...lines].join('\n')}\n`;
}

function sampleText({ name, help, type, values }: Sample): string {
  const lines = values.map(
    ({ labels, value }) => `${name}${labels === undefined ? '' : `{${labelText(labels)}}`} ${value}`,
  );
  return `${[`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n')}\n`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(
      ([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
    )
    .join(',');
}
