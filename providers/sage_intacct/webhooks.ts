/**
 * What Sage Intacct tells of its own accord: only what an administrator of the company has built a trigger for, with the body written as
 * guide.md asks. The body is ours, Sage has none: which record of which object, and when. A record is read again and not taken from the
 * event; that one is gone can only be taken from it.
 * @link https://developer.sage.com/intacct/docs/developer-portal/guides/webhooks
 */
import { fail, isJsonObject, type Field, type Webhooks } from 'plugboard/contract';
import { bearerOf, fromIso, textAt, verifySharedSecret, verifySignedToken } from 'plugboard/kit';
import { account, customer, invoice, journalEntry, payment, type Entity } from './entities.ts';
import { fromUsMoment } from './values.ts';

export const webhookSettings = {
  event_keys_url: {
    label: 'Keys of signed webhooks',
    help: 'Only for triggers that use webhook delivery: the address at which Sage publishes the keys of their tokens (a JWKS document). Empty: webhooks are known by their secret.',
    pattern: {
      source: 'https://(?:[a-z0-9-]+\\.)+(?:intacct|sage)\\.com(?:/[!-~]*)?',
      message: 'An address of Sage that begins with https://',
    },
    optional: true,
  },
} as const satisfies Readonly<Record<string, Field>>;

/** The list an object is kept in, and others that change with it. */
interface Told {
  readonly entity: Entity;
  readonly stream: string;
  readonly also?: readonly string[];
}

const objects: readonly Told[] = [
  { entity: customer, stream: 'customers' },
  { entity: invoice, stream: 'invoices' },
  // What is due of the invoices it was used for.
  { entity: payment, stream: 'payments', also: ['invoices'] },
  { entity: account, stream: 'gl_accounts' },
  { entity: journalEntry, stream: 'journal_entries', also: ['gl_details'] },
];

/** An object by either API's name, in whatever letters. A line is told as its document. */
function toldOf(name: string): (Told & { readonly whole: boolean }) | undefined {
  const is = ({ xml, rest }: Entity) => [xml, rest].some((one) => one.toLowerCase() === name.toLowerCase());
  for (const told of objects) {
    if (is(told.entity)) return { ...told, whole: true };
    if (told.entity.parts !== undefined && is(told.entity.parts.entity)) return { ...told, whole: false };
  }
  return undefined;
}

/** As Sage writes moments in templates, or ISO 8601. */
function momentOf(written: string | undefined): string | undefined {
  return written === undefined ? undefined : fromIso(fromUsMoment(written));
}

const changes = ['created', 'updated', 'deleted'];
const toleranceMs = 5 * 60_000;

export const webhooks: Webhooks = {
  addresses: ['integration'],
  proof: 'signature',
  provesSenderOnly: true,
  secret: {
    label: 'Webhook secret',
    help: 'A long random text of your own. The trigger sends it in the header X-Webhook-Secret. Not needed where the keys of signed webhooks are set.',
    pattern: { source: '[!-~]{16,200}', message: '16 characters or more, without spaces' },
    optional: true,
  },
  types: objects.flatMap(({ entity }) => changes.map((change) => `${entity.xml.toLowerCase()}.${change}`)),
  verify(request, context) {
    const keys = context.settings['event_keys_url'] ?? '';
    const token = bearerOf(request);
    if (keys === '' || token === undefined) return verifySharedSecret(request, context, { header: 'x-webhook-secret' });
    return verified(verifySignedToken(context, { token, where: 'The header authorization', keys, toleranceMs }));
  },
  events(content) {
    const objectName = textAt(content, 'objectName');
    if (!isJsonObject(content) || objectName === undefined)
      throw fail('decode_failed', 'The body names no object: give the trigger the body that the guide shows.');
    const [recordNo, timestamp] = [textAt(content, 'recordNo'), textAt(content, 'timestamp')];
    const told = recordNo === undefined || timestamp === undefined ? undefined : [objectName, recordNo, timestamp];
    return [
      {
        type: textAt(content, 'eventType') ?? `${objectName.toLowerCase()}.changed`,
        id: textAt(content, 'eventId') ?? told?.join('|'),
        at: momentOf(timestamp),
        payload: content,
      },
    ];
  },
  effect({ type, at, payload }, { account: connected, settings }) {
    const company = textAt(payload, 'companyId');
    const own = connected?.id.split('|')[0];
    // A copy of the company has its triggers too, and goes on telling about its own records.
    if (company !== undefined && own !== undefined && company.toLowerCase() !== own.toLowerCase()) return undefined;
    const told = toldOf(textAt(payload, 'objectName') ?? '');
    const key = textAt(payload, 'recordNo');
    if (told === undefined) return undefined;
    const gone = told.whole && /\.deleted?$/i.test(type) && key !== undefined && at !== undefined;
    const wake = [...(gone ? [] : [told.stream]), ...(told.also ?? [])].filter(
      (name) => name !== 'gl_details' || (settings['gl_details_from'] ?? '') !== '',
    );
    return {
      ...(wake.length === 0 ? {} : { wake }),
      ...(gone ? { gone: [{ stream: told.stream, key, at }] } : {}),
    };
  },
};

/** The token proves Sage; what happened is in the body, not in it. */
async function verified(verification: ReturnType<typeof verifySignedToken>): ReturnType<typeof verifySignedToken> {
  const found = await verification;
  return found.genuine ? { genuine: true } : found;
}
