/** How far an enrolment is, counted from its approved outcomes. Called where outcomes are made: seed-work.ts, writes.ts. */
import type { Enrolment, State } from './state.ts';

const done: readonly string[] = ['competent', 'rpl_granted', 'credit_transfer'];

/** Changes the counts in place, and not the time of the last change. */
export function tally({ rows }: State, enrolment: Enrolment): void {
  const units = rows.qualifications.find(({ id }) => id === enrolment.qualification_id)?.units ?? [];
  const passed = rows.outcomes.filter(
    (one) => one.enrolment_id === enrolment.id && one.approval_status === 'approved' && done.includes(one.outcome),
  );
  enrolment.units_total = units.length;
  enrolment.units_completed = passed.length;
  enrolment.progress_percent = units.length === 0 ? 0 : Math.round((passed.length / units.length) * 100);
}
