/**
 * What the logs cost a sync: the same passes in this process by two hubs that differ in one thing, whether calls are written to the
 * exchange log and its figures per minute. In pairs, one right after the other in changing order; the median of the pairs' ratios
 * counts, of wall time and of this process's CPU.
 */
import { createHub, type Hub } from '../src/hub/index.ts';
import { readId } from '../src/hub/ids.ts';
import type { HubContext } from '../src/hub/context.ts';
import { median, round2 } from './figures.ts';
import { system, type Connected, type Stage } from './stage.ts';

interface Pass {
  readonly ms: number;
  readonly cpuMs: number;
}

export async function measureLogCost(
  stage: Stage,
  {
    rounds,
    records,
    tell,
  }: { readonly rounds: number; readonly records: number; readonly tell: (line: string) => void },
): Promise<object> {
  const { context, hub: logged } = stage.composition;
  const silent = createHub(withoutExchangeLog(context));
  const figures: Record<'first' | 'unchanged', Record<'logged' | 'silent', Pass[]>> = {
    first: { logged: [], silent: [] },
    unchanged: { logged: [], silent: [] },
  };
  await fullPass(stage, silent, await stage.newIntegration());
  for (let round = 0; round < rounds; round += 1) {
    const hubs = [['logged', logged] as const, ['silent', silent] as const];
    for (const [name, hub] of round % 2 === 0 ? hubs : hubs.toReversed()) {
      const of = await stage.newIntegration();
      figures.first[name].push(await fullPass(stage, hub, of));
      figures.unchanged[name].push(await fullPass(stage, hub, of));
      await context.exchanges.flush();
    }
    tell(`round ${round + 1} of ${rounds} with and without logs`);
  }
  const share = (kind: 'first' | 'unchanged', of: keyof Pass): number =>
    round2(
      100 *
        (median(figures[kind].logged.map((one, at) => one[of] / (figures[kind].silent[at]?.[of] ?? Number.NaN))) - 1),
    );
  return {
    goal_percent: 5,
    records,
    records_a_call: 100,
    rounds,
    first_pass_percent: share('first', 'ms'),
    first_pass_cpu_percent: share('first', 'cpuMs'),
    unchanged_percent: share('unchanged', 'ms'),
    unchanged_cpu_percent: share('unchanged', 'cpuMs'),
  };
}

function withoutExchangeLog(context: HubContext): HubContext {
  const nothing = { write: () => {}, bodies: undefined };
  return { ...context, exchanges: { ...context.exchanges, of: () => nothing, countRecords: () => {} } };
}

/** One full pass, executed in this process. */
export async function fullPass({ composition }: Stage, hub: Hub, of: Connected): Promise<Pass> {
  const started = await hub.runs.sync(system, of.tenant, of.integration, { streams: ['customers'], force: true });
  const id = started.runs[0]?.id ?? '';
  const cpu = process.cpuUsage();
  const began = performance.now();
  await hub.runs.execute(of.tenantId, readId('run', id), new AbortController().signal);
  const ms = performance.now() - began;
  const { user, system: kernel } = process.cpuUsage(cpu);
  const run = await composition.hub.runs.get(system, of.tenant, id);
  if (run.state !== 'succeeded') throw new Error(`the run ended ${run.state}: ${JSON.stringify(run.error)}`);
  return { ms, cpuMs: (user + kernel) / 1000 };
}
