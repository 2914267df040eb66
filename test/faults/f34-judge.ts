/**
 * What F34 expects, worked out apart from the product: which times a cron line names while the clock all go by moves on, which of them it
 * jumps over, and how long an interval may be. Pure.
 */
import type { Schedule } from '../../src/store/tables.ts';

const minute = 60_000;
const hour = 60 * minute;

interface Jump {
  readonly at: number;
  readonly until: number;
  readonly by: number;
}

export interface Scenario {
  readonly name: string;
  readonly from: string;
  readonly hours: number;
  /** The clock of one node, or the one all go by, is off by so many hours from `at` to `until`. */
  readonly node?: Jump;
  readonly database?: Jump;
  readonly away?: Omit<Jump, 'by'>;
}

export interface Run {
  readonly plan: string;
  /** The time it was due. */
  readonly slot: number;
}

/** A minute. */
export interface Step {
  readonly truth: number;
  readonly shared: number;
  readonly nobody: boolean;
  readonly runs: readonly Run[];
}

export interface Judgement {
  readonly name: string;
  readonly runs: number;
  readonly slots: number;
  readonly missed: number;
  readonly twice: readonly string[];
  readonly skipped: readonly string[];
  /** Of intervals, in intervals. */
  readonly longestWait: number;
}

export function judge(
  scenario: Scenario,
  plans: Readonly<Record<string, Schedule>>,
  steps: readonly Step[],
): Judgement {
  const judged = Object.entries(plans).map(([name, plan]) =>
    'every_s' in plan ? judgeInterval(name, plan.every_s * 1000, steps) : judgeCron(name, plan, steps),
  );
  return {
    name: scenario.name,
    runs: steps.reduce((sum, { runs }) => sum + runs.length, 0),
    slots: judged.reduce((sum, one) => sum + one.slots, 0),
    missed: judged.reduce((sum, one) => sum + one.missed, 0),
    twice: judged.flatMap((one) => one.twice),
    skipped: judged.flatMap((one) => one.skipped),
    longestWait: Math.max(...judged.map((one) => one.longestWait)),
  };
}

type PlanJudgement = Omit<Judgement, 'name' | 'runs'>;

/** Every time the clock comes to is used once, within two minutes; those it jumps over, or at which nobody is there, once together. */
function judgeCron(name: string, plan: Extract<Schedule, { cron: string }>, steps: readonly Step[]): PlanJudgement {
  const used = new Map<number, number>();
  for (const { runs } of steps)
    for (const run of runs.filter((one) => one.plan === name)) {
      const slot = Math.floor(run.slot / minute) * minute;
      used.set(slot, (used.get(slot) ?? 0) + 1);
    }
  const twice = [...used]
    .filter(([, times]) => times > 1)
    .map(([slot]) => `${name}: ${new Date(slot).toISOString()} twice`);
  const skipped: string[] = [];
  let [slots, missed] = [0, 0];
  // The furthest the clock has been: times it comes to again were used.
  let [reached, pending]: [number, number[]] = [steps[0]?.shared ?? 0, []];
  const end = (steps.at(-1)?.shared ?? 0) - 2 * minute;
  for (const [index, { shared, nobody }] of steps.entries()) {
    if (shared <= reached) continue;
    const passed = slotsBetween(plan, reached, shared);
    reached = shared;
    slots += passed.length;
    pending.push(...passed);
    if (nobody || pending.length === 0) continue;
    const settled = pending.filter((slot) => used.has(slot));
    // A time that was due a moment before is used together with those that were missed.
    const atOnce =
      pending.length > 1 && steps.slice(index, index + 2).some(({ runs }) => runs.some((run) => run.plan === name));
    if (settled.length === 0 && !atOnce && pending.some((slot) => slot <= end))
      skipped.push(`${name}: ${pending.map((slot) => new Date(slot).toISOString()).join(', ')} left out`);
    missed += pending.length - Math.max(1, settled.length);
    pending = [];
  }
  return { slots, missed, twice, skipped, longestWait: 0 };
}

/** After `from`, up to `to`. In the zones used here a minute of the hour is the same everywhere. */
function slotsBetween({ cron }: { readonly cron: string }, from: number, to: number): number[] {
  const found: number[] = [];
  for (let at = Math.floor(from / minute) * minute + minute; at <= to; at += minute)
    if (names(cron, at)) found.push(at);
  return found;
}

function names(cron: string, at: number): boolean {
  const minutes = Math.floor(at / minute) % 60;
  if (cron === '*/15 * * * *') return minutes % 15 === 0;
  if (cron === '0 * * * *') return minutes === 0;
  if (cron === '30 2 * * *') return isHalfPastTwo(at);
  throw new Error(`F34 does not know the cron line ${cron}`);
}

/** In Sydney. Where there is none that night, the moment after the gap; where there are two, the first. */
function isHalfPastTwo(at: number): boolean {
  const now = inSydney(at);
  if (now === '02:30') return inSydney(at - hour) !== '02:30';
  return now === '03:00' && inSydney(at - minute) === '01:59';
}

const sydney = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Australia/Sydney',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const inSydney = (at: number): string => sydney.format(at);

/** Between two runs lies an interval, give or take a twentieth; more where nobody was there or the clock was set back, never two. */
function judgeInterval(name: string, every: number, steps: readonly Step[]): PlanJudgement {
  const [twice, skipped]: [string[], string[]] = [[], []];
  let [last, jumped, away, longestWait] = [steps[0]?.truth ?? 0, false, 0, 0];
  let before: Step | undefined;
  for (const step of steps) {
    jumped ||= before !== undefined && step.shared - before.shared !== minute;
    if (step.nobody) away += minute;
    before = step;
    const waited = step.truth - last - away;
    const most = jumped ? 2 * every * 1.05 + minute : every * 1.05 + 2 * minute;
    const count = step.runs.filter((run) => run.plan === name).length;
    if (count > 1) twice.push(`${name}: ${count} at ${new Date(step.truth).toISOString()}`);
    if (count === 0 && waited <= most) continue;
    if (count === 0)
      skipped.push(`${name}: nothing for ${waited / minute} min at ${new Date(step.truth).toISOString()}`);
    else if (!jumped && waited < every * 0.95 - minute && away === 0)
      twice.push(`${name}: again after ${waited / minute} min at ${new Date(step.truth).toISOString()}`);
    longestWait = Math.max(longestWait, waited / every);
    [last, jumped, away] = [step.truth, false, 0];
  }
  return { slots: 0, missed: 0, twice, skipped, longestWait };
}
