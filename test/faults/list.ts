/** All faults, in order, with how often each strikes in a run of continuous integration. The broken builds come right after what must catch them. */
import { f1, f1Broken } from './f01-kills.ts';
import { f2 } from './f02-freezes.ts';
import { f3 } from './f03-restarts.ts';
import { f8 } from './f08-lost-replies.ts';
import { f9 } from './f09-bad-answers.ts';
import { f10, f10Broken } from './f10-moving-lists.ts';
import { f11 } from './f11-holes.ts';
import { f12 } from './f12-deletions.ts';
import { f13, f13Broken } from './f13-lost-places.ts';
import { f14 } from './f14-drift.ts';
import { f15 } from './f15-unchanged.ts';
import { f16, f16Broken } from './f16-renewals.ts';
import { f18, f18Broken } from './f18-inbound.ts';
import { f19 } from './f19-storage-down.ts';
import { f20 } from './f20-signatures.ts';
import { f21 } from './f21-replays.ts';
import { f22 } from './f22-slow-endpoints.ts';
import { f23 } from './f23-schedule.ts';
import { f24 } from './f24-killed-senders.ts';
import { f25 } from './f25-hostile-receivers.ts';
import { f26, f26Broken } from './f26-egress.ts';
import { f27 } from './f27-tenancy.ts';
import { f28, f28Broken } from './f28-vault.ts';
import { f30 } from './f30-plan-trap.ts';
import { f29 } from './f29-audit.ts';
import { f34, f34Broken } from './f34-clocks.ts';
import type { FaultOptions, FaultResult } from './fault.ts';

export interface Fault {
  readonly id: string;
  /** What a round is, each fault's own file says. */
  readonly rounds: number;
  /** `waits`: for most of its time, so it is played beside the others. `alone`: it measures speed. */
  readonly lane: 'waits' | 'works' | 'alone';
  readonly run: (options: FaultOptions) => Promise<FaultResult>;
}

export const faults: readonly Fault[] = [
  { id: 'F1', lane: 'waits', rounds: 10, run: f1 },
  { id: 'F1-broken', lane: 'waits', rounds: 1, run: f1Broken },
  { id: 'F2', lane: 'waits', rounds: 5, run: f2 },
  { id: 'F3', lane: 'works', rounds: 5, run: f3 },
  { id: 'F8', lane: 'works', rounds: 200, run: f8 },
  { id: 'F9', lane: 'works', rounds: 20, run: f9 },
  { id: 'F10', lane: 'works', rounds: 10, run: f10 },
  { id: 'F10-broken', lane: 'works', rounds: 3, run: f10Broken },
  { id: 'F11', lane: 'works', rounds: 1_000, run: f11 },
  { id: 'F12', lane: 'works', rounds: 20, run: f12 },
  { id: 'F13', lane: 'works', rounds: 20, run: f13 },
  { id: 'F13-broken', lane: 'works', rounds: 2, run: f13Broken },
  { id: 'F14', lane: 'works', rounds: 10, run: f14 },
  { id: 'F15', lane: 'alone', rounds: 100_000, run: f15 },
  { id: 'F16', lane: 'works', rounds: 200, run: f16 },
  { id: 'F16-broken', lane: 'works', rounds: 5, run: f16Broken },
  { id: 'F18', lane: 'works', rounds: 20, run: f18 },
  { id: 'F18-broken', lane: 'works', rounds: 2, run: f18Broken },
  { id: 'F19', lane: 'alone', rounds: 60, run: f19 },
  { id: 'F20', lane: 'works', rounds: 1, run: f20 },
  { id: 'F21', lane: 'works', rounds: 1_000, run: f21 },
  { id: 'F22', lane: 'alone', rounds: 50_000, run: f22 },
  { id: 'F23', lane: 'works', rounds: 3, run: f23 },
  { id: 'F24', lane: 'waits', rounds: 50, run: f24 },
  { id: 'F25', lane: 'waits', rounds: 1, run: f25 },
  { id: 'F26', lane: 'works', rounds: 1, run: f26 },
  { id: 'F26-broken', lane: 'works', rounds: 1, run: f26Broken },
  { id: 'F27', lane: 'works', rounds: 10_000, run: f27 },
  { id: 'F28', lane: 'works', rounds: 500, run: f28 },
  { id: 'F28-broken', lane: 'works', rounds: 200, run: f28Broken },
  { id: 'F29', lane: 'works', rounds: 360, run: f29 },
  { id: 'F30', lane: 'alone', rounds: 100_000, run: f30 },
  { id: 'F34', lane: 'works', rounds: 9, run: f34 },
  { id: 'F34-broken', lane: 'works', rounds: 2, run: f34Broken },
];
