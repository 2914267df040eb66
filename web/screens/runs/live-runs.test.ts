import { describe, expect, it } from 'vitest';
import { rateOf, totalsOf, upToDate } from './live-runs.ts';
import type { Run } from './run-words.tsx';

const run: Run = {
  id: 'run_1',
  sync_id: 'syn_1',
  integration_id: 'int_1',
  stream: 'invoices',
  mode: 'full',
  trigger: 'manual',
  state: 'running',
  requested_by: 'user:1',
  since: null,
  forced: false,
  pages: 2,
  read: 200,
  created: 200,
  updated: 0,
  unchanged: 0,
  deleted: 0,
  failed: 0,
  requests: 2,
  retries: 0,
  bytes: 10,
  attempts: 1,
  error: null,
  resumes_at: null,
  queued_at: '2026-11-21T10:00:00.000Z',
  started_at: '2026-11-21T10:00:01.000Z',
  finished_at: null,
  duration_ms: null,
};
const live = { ...run, progress: true };

describe('what was heard of a run', () => {
  it('brings its counts up to date, and says when it ended', () => {
    expect(upToDate(run, { ...live, read: 300, pages: 3 })).toMatchObject({ read: 300, pages: 3, state: 'running' });
    expect(upToDate(run, { ...live, read: 300, state: 'partial' })).toMatchObject({
      state: 'partial',
      requested_by: 'user:1',
    });
  });
  it('does not take back what the server answered since', () => {
    expect(upToDate(run, { ...live, read: 100 })).toBe(run);
    const ended: Run = { ...run, state: 'succeeded' };
    expect(upToDate(ended, { ...live, read: 300 })).toBe(ended);
  });
});

describe('figures over runs', () => {
  it('are sums, and nothing of none', () => {
    expect(totalsOf([run, run])).toMatchObject({ read: 400, created: 400, pages: 4, failed: 0 });
    expect(totalsOf([])).toMatchObject({ read: 0 });
  });
  it('say how fast only when there is something to say', () => {
    const start = Date.parse('2026-11-21T10:00:01Z');
    expect(rateOf([run], start + 4_000)).toBe(50);
    expect(rateOf([run], start)).toBeUndefined();
    expect(rateOf([{ ...run, started_at: null }], start + 4_000)).toBeUndefined();
    expect(rateOf([], start)).toBeUndefined();
    expect(rateOf([{ ...run, read: 0 }], start + 4_000)).toBeUndefined();
  });
});
