/**
 * What aXcelerate tells of its own accord: that something of a kind was made, changed or deleted. What it says of the thing is written
 * otherwise than in the lists, so an event wakes the lists it concerns; only who was deleted is taken at its word.
 * @link https://developer.axcelerate.com/docs/Webhooks
 */
import { fail, isJsonObject, type WebhookEvent, type Webhooks } from 'plugboard/contract';
import { fromIso, textAt, verifyBodyHmac } from 'plugboard/kit';

const changes = ['created', 'updated', 'deleted'];

/** By the beginning of a type. A class is what a program is taught in; an activity may be either. */
const streamsOf: readonly (readonly [string, readonly string[]])[] = [
  ['contact.', ['contacts']],
  ['student.workshop_', ['enrolments']],
  ['student.class_', ['enrolments', 'unit_outcomes']],
  ['student.unit_', ['unit_outcomes']],
  ['student.activity_', ['enrolments', 'unit_outcomes']],
  ['course.workshop_type_', ['courses']],
  ['course.qualification_', ['courses']],
  ['course.workshop_', ['classes']],
  ['course.class_', ['classes', 'units']],
];

const types = [
  ...changes.map((change) => `contact.contact_${change}`),
  'contact.contact_merged',
  ...['workshop', 'class'].flatMap((what) =>
    [...changes, 'status_changed'].map((change) => `student.${what}_enrolment_${change}`),
  ),
  'student.unit_enrolment_created',
  'student.unit_enrolment_status_changed',
  ...changes.map((change) => `student.activity_enrolment_${change}`),
  ...['workshop', 'class', 'qualification', 'workshop_type'].flatMap((what) =>
    changes.map((change) => `course.${what}_${change}`),
  ),
];

/** Whom an event says was deleted. */
function deletedContact({ type, payload }: WebhookEvent): string | undefined {
  if (type !== 'contact.contact_deleted') return undefined;
  const id = textAt(payload, 'contact.contactId') ?? textAt(payload, 'contactId');
  return id !== undefined && /^[1-9]\d*$/.test(id) ? id : undefined;
}

export const webhooks: Webhooks = {
  // Each organisation enters its webhooks itself, and an event does not name the site it is of.
  addresses: ['integration'],
  proof: 'signature',
  secret: {
    label: 'Private key',
    help: 'What you entered as private key of the webhook in aXcelerate, under Settings, Webhooks. Without one aXcelerate does not sign.',
    pattern: { source: String.raw`\S(?:.{6,498}\S)`, message: 'At least 8 characters, without spaces at either end.' },
  },
  types,
  verify(request, context) {
    const version = request.headers['ax-signature-version'];
    if (version === undefined || version === '')
      return {
        genuine: false,
        reason: 'missing',
        message: 'The header ax-signature-version is missing, or came more than once.',
      };
    if (version !== '1') {
      return {
        genuine: false,
        reason: version === '0' ? 'missing' : 'malformed',
        message: 'It is not signed: enter the private key at the webhook in aXcelerate.',
      };
    }
    return verifyBodyHmac(request, context, { header: 'ax-signature', encoding: 'hex' });
  },
  events(content) {
    const type = textAt(content, 'type');
    const message = isJsonObject(content) ? content['message'] : undefined;
    if (type === undefined || message === undefined)
      throw fail('decode_failed', 'aXcelerate sent a webhook that does not say what happened.');
    return [{ type, id: textAt(content, 'messageId'), at: fromIso(textAt(content, 'timestamp')), payload: message }];
  },
  effect(event) {
    const wake = streamsOf.find(([beginning]) => event.type.startsWith(beginning))?.[1];
    if (wake === undefined) return undefined;
    const gone = deletedContact(event);
    return gone === undefined || event.at === undefined
      ? { wake }
      : { wake, gone: [{ stream: 'contacts', key: gone, at: event.at }] };
  },
};
