import { expect, it } from 'vitest';
import { draftOf, nextTimes, readDraft } from './schedule-draft.ts';

const draft = draftOf(undefined, 'Australia/Perth');

it('begins with every hour, and comes back as it was stored', () => {
  expect(readDraft(draft)).toEqual({ schedule: { every_s: 3600 } });
  for (const stored of [
    null,
    { every_s: 900 },
    { every_s: 777 },
    { cron: '30 6 * * 1-5', time_zone: 'Australia/Perth' },
  ])
    expect(readDraft(draftOf(stored, 'UTC'))).toEqual({ schedule: stored });
  expect(readDraft(draftOf({ cron: '0 3 * * *' }, 'Australia/Perth'))).toEqual({
    schedule: { cron: '0 3 * * *', time_zone: 'UTC' },
  });
});

it.each([
  [{ every: 'custom', seconds: '59' }, 'seconds_wrong'],
  [{ every: 'custom', seconds: '2678401' }, 'seconds_wrong'],
  [{ every: 'custom', seconds: '1e3' }, 'seconds_wrong'],
  [{ every: 'custom', seconds: '' }, 'seconds_wrong'],
  [{ kind: 'cron', line: '' }, 'line_wrong'],
  [{ kind: 'cron', line: '* * * * * *' }, 'line_wrong'],
  [{ kind: 'cron', line: '0 0 31 2 *' }, 'line_wrong'],
  [{ kind: 'cron', line: '0 3 * * *', zone: 'Perth' }, 'zone_wrong'],
] as const)('refuses %j', (change, trouble) => {
  expect(readDraft({ ...draft, ...change })).toEqual({ trouble });
});

it('asks nothing of a schedule that is off', () => {
  expect(readDraft({ ...draft, on: false, kind: 'cron', line: 'nonsense' })).toEqual({ schedule: null });
});

it('says when it runs next, by the clock of its zone, also over a change of the clock', () => {
  const from = new Date('2026-10-02T18:00:00Z');
  expect(nextTimes({ every_s: 900 }, from, 2).map((at) => at.toISOString())).toEqual([
    '2026-10-02T18:15:00.000Z',
    '2026-10-02T18:30:00.000Z',
  ]);
  // Melbourne puts its clocks forward on 4 October.
  expect(
    nextTimes({ cron: '30 6 * * *', time_zone: 'Australia/Melbourne' }, from, 3).map((at) => at.toISOString()),
  ).toEqual(['2026-10-02T20:30:00.000Z', '2026-10-03T19:30:00.000Z', '2026-10-04T19:30:00.000Z']);
});
