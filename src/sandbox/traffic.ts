/** What was asked of the sandboxes: counters per provider and route, and the last requests. Tests assert on it. Called by provider-server.ts. */

export interface TrafficEntry {
  readonly provider: string;
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  /** `GET /v1/customers/:id`; undefined when no route matched. */
  readonly route: string | undefined;
  /** Undefined when nothing was answered (a fault, or the caller went away). */
  readonly status: number | undefined;
  /** Kind of the fault met. */
  readonly fault: string | undefined;
  /** Sandbox time of its arrival, milliseconds. */
  readonly at: number;
}

export interface TrafficCounts {
  readonly requests: number;
  readonly in_flight: number;
  /** Most requests under way at the same moment. */
  readonly max_in_flight: number;
  /** Handlers that threw: bugs of the sandbox. */
  readonly failures: number;
  /** Per route, `unmatched` for the rest. */
  readonly routes: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
}

export interface Traffic {
  /** Counts an arrival; answers what to call when the request is over. */
  arrive(): (entry: TrafficEntry) => void;
  failed(): void;
  counts(): TrafficCounts;
  /** Oldest first. */
  recent(): readonly TrafficEntry[];
  clear(): void;
}

const kept = 1_000;

export function trafficOf(): Traffic {
  let inFlight = 0;
  let counts = {
    requests: 0,
    max: 0,
    failures: 0,
    routes: new Map<string, number>(),
    statuses: new Map<string, number>(),
  };
  let recent: TrafficEntry[] = [];
  const count = (table: Map<string, number>, key: string) => table.set(key, (table.get(key) ?? 0) + 1);
  return {
    arrive() {
      inFlight += 1;
      counts.max = Math.max(counts.max, inFlight);
      return (entry) => {
        inFlight -= 1;
        counts.requests += 1;
        count(counts.routes, entry.route ?? 'unmatched');
        count(counts.statuses, String(entry.status ?? 'none'));
        recent.push(entry);
        if (recent.length >= kept * 2) recent = recent.slice(-kept);
      };
    },
    failed() {
      counts.failures += 1;
    },
    counts: () => ({
      requests: counts.requests,
      in_flight: inFlight,
      max_in_flight: counts.max,
      failures: counts.failures,
      routes: Object.fromEntries(counts.routes),
      statuses: Object.fromEntries(counts.statuses),
    }),
    recent: () => recent.slice(-kept),
    clear() {
      counts = { requests: 0, max: inFlight, failures: 0, routes: new Map(), statuses: new Map() };
      recent = [];
    },
  };
}
