/**
 * The conformance suite: one set of checks that every provider passes against its own sandbox, by the real engine over real HTTP.
 * `npm run conformance` walks the registry with it, or takes one folder outside the repository.
 */
import { actingChecks } from './acting.ts';
import { badDayChecks } from './bad-days.ts';
import type { Check, WithRig } from './check.ts';
import { connectingChecks } from './connecting.ts';
import { folderChecks } from './folder.ts';
import { openRig, type Subject } from './rig.ts';
import { streamingChecks } from './streaming.ts';
import { webhookChecks } from './webhooks.ts';

export type { Subject } from './rig.ts';
export type { Check } from './check.ts';

export interface CheckResult {
  readonly provider: string;
  readonly check: string;
  readonly ok: boolean;
  /** What was seen, or why it does not conform. */
  readonly detail: string;
}

/** All checks that fit the provider, in a fixed order, each with a sandbox of its own. */
export function conformanceChecks(subject: Subject): readonly Check[] {
  const withRig: WithRig = async (work, options) => {
    const rig = await openRig(subject, options);
    try {
      return await work(rig);
    } finally {
      await rig.stop();
    }
  };
  return [folderChecks, connectingChecks, streamingChecks, badDayChecks, actingChecks, webhookChecks].flatMap((make) =>
    make(subject, withRig),
  );
}

/** Runs one check. Never throws. */
export async function runCheck(provider: string, check: Check): Promise<CheckResult> {
  try {
    return { provider, check: check.name, ok: true, detail: await check.run() };
  } catch (error) {
    return { provider, check: check.name, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}
