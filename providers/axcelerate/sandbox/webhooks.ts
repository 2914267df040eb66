/**
 * aXcelerate's webhooks: what is told, the envelope, the signature and how often it tries. Entered by hand under Settings, Webhooks, so the
 * addresses are the host's. Called by ../sandbox.ts.
 */
import { createHmac } from 'node:crypto';
import type { JsonObject, SandboxAddress, SandboxEvent, SandboxWebhook, SandboxWebhooks } from 'plugboard/contract';
import { watchRows } from 'plugboard/kit';
import type { Contact, Context, Enrolment, Instance, State, UnitEnrolment } from './state.ts';

const changes = ['created', 'updated', 'deleted'] as const;
type Change = (typeof changes)[number];

const types = [
  ...changes.map((change) => `contact.contact_${change}`),
  'contact.contact_merged',
  ...[...changes, 'status_changed'].flatMap((change) => [
    `student.workshop_enrolment_${change}`,
    `student.class_enrolment_${change}`,
  ]),
  'student.unit_enrolment_created',
  'student.unit_enrolment_status_changed',
  ...changes.map((change) => `student.activity_enrolment_${change}`),
  ...changes.flatMap((change) =>
    ['workshop', 'class', 'qualification', 'workshop_type', 'venue'].map((what) => `course.${what}_${change}`),
  ),
  ...changes.map((change) => `trainer.trainer_${change}`),
  ...changes.map((change) => `calendar.event_${change}`),
];

/** With an id of its own, the same whenever it is sent again. */
function eventOf(type: string, message: JsonObject, context: Context): SandboxEvent {
  const hex = context.hex(32);
  const messageId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const timestamp = new Date(context.now()).toISOString();
  return { type, payload: { type, message, clientId: 12_345_678, messageId, timestamp } };
}

function contactMessage({ id, given, surname }: Contact): JsonObject {
  return { contact: { contactId: id, givenName: given, surname } };
}

function enrolmentMessage(enrolment: Enrolment, unit?: UnitEnrolment): JsonObject {
  const place = enrolment.type === 'w' ? 'workshop' : 'class';
  return {
    enrolment: {
      id: enrolment.learner,
      student: { contactId: enrolment.contact },
      [place]: { id: enrolment.instance },
      status: enrolment.status,
      ...(unit === undefined ? {} : { unit: { code: unit.code, outcome: unit.outcome } }),
    },
  };
}

function instanceMessage({ id, type, name }: Instance): JsonObject {
  return { [type === 'w' ? 'workshop' : 'class']: { id, name } };
}

/** Does the work, and tells what it changed. */
export function telling<T>(context: Context, work: () => T): T {
  const { state } = context;
  const contacts = watchRows<Contact>(
    () => state.contacts,
    ({ id }) => id,
  );
  const enrolments = watchRows<Enrolment>(
    () => state.enrolments,
    ({ type, learner }) => `${type} ${learner}`,
  );
  const units = watchRows<UnitEnrolment>(
    () => state.enrolments.flatMap((one) => one.units),
    ({ learner }) => learner,
  );
  const result = work();
  for (const { change, row } of contacts())
    context.emit(eventOf(`contact.contact_${change}`, contactMessage(row), context));
  for (const { change, row } of enrolments()) {
    const what = row.type === 'w' ? 'workshop' : 'class';
    context.emit(eventOf(`student.${what}_enrolment_${change}`, enrolmentMessage(row), context));
  }
  for (const { change, row } of units()) {
    const type = unitTypes[change];
    const owner = state.enrolments.find((one) => one.units.includes(row));
    if (owner !== undefined && type !== undefined) context.emit(eventOf(type, enrolmentMessage(owner, row), context));
  }
  return result;
}

const unitTypes: Readonly<Partial<Record<Change, string>>> = {
  created: 'student.unit_enrolment_created',
  updated: 'student.unit_enrolment_status_changed',
};

/** What an example is about. */
function messageOf(type: string, { state }: Context, nth: number): JsonObject {
  const pick = <T>(rows: readonly T[]): T | undefined => rows[nth % Math.max(1, rows.length)];
  if (type.startsWith('contact.')) {
    const contact = pick(state.contacts);
    return contact === undefined ? {} : contactMessage(contact);
  }
  if (type.startsWith('student.')) {
    const wanted = type.includes('workshop') ? 'w' : 'p';
    const enrolment = pick(state.enrolments.filter((one) => one.type === wanted));
    const unit = type.includes('unit_') ? enrolment?.units[0] : undefined;
    return enrolment === undefined ? {} : enrolmentMessage(enrolment, unit);
  }
  const instance = pick(state.instances.filter((one) => one.type === (type.includes('workshop') ? 'w' : 'p')));
  return type.startsWith('course.') && instance !== undefined ? instanceMessage(instance) : { id: nth + 1 };
}

/** Version 1 is signed; where no private key was entered it is 0, and the signature is empty. */
function request([event]: readonly SandboxEvent[], { secret }: SandboxAddress): SandboxWebhook {
  const body = Buffer.from(JSON.stringify(event?.payload ?? {}));
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'ax-signature-version': secret === '' ? '0' : '1',
      'ax-signature': secret === '' ? '' : createHmac('sha256', secret).update(body).digest('hex'),
    },
    body,
  };
}

const minute = 60_000;

export const webhooks: SandboxWebhooks<State> = {
  signature: { header: 'ax-signature' },
  types,
  example: (type, context, nth) =>
    types.includes(type) ? eventOf(type, messageOf(type, context, nth), context) : undefined,
  request,
  // Twenty further attempts; how long it waits between them nobody says.
  retries: Array.from({ length: 20 }, (_, nth) => Math.min(nth + 1, 10) * minute),
  timeoutMs: 10_000,
};
