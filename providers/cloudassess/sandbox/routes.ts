/** The doors of the contract: who may come in, the ping, the lists and single things. The writes are in writes.ts. */
import type { JsonObject, SandboxRequest, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { fixedWindow } from 'plugboard/kit';
import { missing, refused, shown } from './answers.ts';
import { collections, list } from './listing.ts';
import type { Context, State } from './state.ts';

const limit = fixedWindow({ per: 'minute', max: 60 });

export function guard(request: SandboxRequest, context: Context): SandboxResponse | undefined {
  const key = request.headers['x-api-key'] ?? '';
  const { keys, calls } = context.state;
  const rights = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (rights === undefined)
    return refused(401, key === '' ? 'The X-API-Key header is missing.' : 'The API key is not valid.');
  if (context.switches['limits'] === 'on') {
    const { allowed, resetMs } = limit.take(calls, key, context.now());
    if (!allowed) return refused(429, 'Too many requests.', { retryAfter: Math.ceil(resetMs / 1000) });
  }
  if (request.method !== 'GET' && rights === 'read') return refused(403, 'This API key may only read.');
  return undefined;
}

const ping: SandboxRoute<State> = {
  method: 'GET',
  path: '/v1/ping',
  handle: (_request, { state: { organisation }, switches }) =>
    switches['ping'] === 'missing'
      ? missing('page')
      : shown({ ok: true, organisation: organisation.name, organisation_id: organisation.id }),
};

const single: Readonly<Record<(typeof collections)[number], string>> = {
  students: 'student',
  qualifications: 'qualification',
  units: 'unit',
  intakes: 'intake',
  assessors: 'assessor',
  enrolments: 'enrolment',
  assessments: 'assessment',
  submissions: 'submission',
  marks: 'mark',
  outcomes: 'outcome',
};

export const readRoutes: readonly SandboxRoute<State>[] = [
  ping,
  ...collections.flatMap((name): readonly SandboxRoute<State>[] => [
    { method: 'GET', path: `/v1/${name}`, handle: (request, context) => list(name, request, context) },
    {
      method: 'GET',
      path: `/v1/${name}/:id`,
      handle({ params }, { state }) {
        const rows: readonly JsonObject[] = state.rows[name];
        const row = rows.find(({ id }) => id === params['id']);
        return row === undefined ? missing(single[name]) : shown(row);
      },
    },
  ]),
];
