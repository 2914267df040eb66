/** Routes of subscriptions, invoices, checkout sessions and the events feed, and the page of a checkout session. */
import { z, type SandboxRoute } from 'plugboard/contract';
import { completeSession, createParams as sessionParams, createSession, expireSession } from '../checkout.ts';
import { ApiFailure, missing } from '../failures.ts';
import { grownEvents, grownItem, indexOf } from '../grown.ts';
import { finalize, paid, pay, removed, uncollectible, voided } from '../invoices.ts';
import { change, find, mergedMetadata, need, number, text, type Doc, type State } from '../ledger.ts';
import { handmade, listing, pagedByCreation, paging } from '../listing.ts';
import { bool, metadata, moment, text as anyText, within } from '../params.ts';
import { endpoint, worldOf, type Call } from '../serve.ts';
import { cancelParams, createParams, updateParams } from '../subscription-params.ts';
import { cancelSubscription, createSubscription, followIntent, updateSubscription } from '../subscriptions.ts';
import { refuseFixedTypes } from './payments.ts';

const nothing = z.strictObject({});

function subscription(call: Call<unknown>): Doc {
  return need(call.world, 'subscription', call.path['id'] ?? '');
}

const statuses = ['incomplete', 'incomplete_expired', 'trialing', 'active', 'past_due', 'canceled', 'unpaid', 'paused'];

const subscriptions = [
  endpoint(
    'GET',
    '/v1/subscriptions',
    'subscription',
    z.strictObject({
      ...pagedByCreation,
      customer: anyText.optional(),
      price: anyText.optional(),
      status: z.enum([...statuses, 'all', 'ended']).optional(),
    }),
    ({ world, params }) =>
      listing(
        {
          url: '/v1/subscriptions',
          kind: 'subscription',
          docs: world.ledger.objects.subscription,
          fields: { customer: params.customer },
          also: (doc) => {
            const status = text(doc, 'status');
            const ended = ['canceled', 'incomplete_expired'].includes(status);
            if (params.status === undefined) return status !== 'canceled';
            return params.status === 'all' || (params.status === 'ended' ? ended : status === params.status);
          },
        },
        params,
      ),
  ),
  endpoint('POST', '/v1/subscriptions', 'subscription', createParams, ({ world, params }) =>
    createSubscription(world, params),
  ),
  endpoint('GET', '/v1/subscriptions/:id', 'subscription', nothing, (call) => subscription(call)),
  endpoint('POST', '/v1/subscriptions/:id', 'subscription', updateParams, (call) =>
    updateSubscription(call.world, subscription(call), call.params),
  ),
  endpoint('DELETE', '/v1/subscriptions/:id', 'subscription', cancelParams, (call) =>
    cancelSubscription(call.world, subscription(call), call.params),
  ),
];

function invoice(call: Call<unknown>): Doc {
  return need(call.world, 'invoice', call.path['id'] ?? '');
}

const invoices = [
  endpoint(
    'GET',
    '/v1/invoices',
    'invoice',
    z.strictObject({
      ...pagedByCreation,
      customer: anyText.optional(),
      subscription: anyText.optional(),
      status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).optional(),
      collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
      due_date: moment.optional(),
    }),
    ({ world, params, grown }) =>
      listing(
        {
          url: '/v1/invoices',
          kind: 'invoice',
          docs: world.ledger.objects.invoice,
          grown: params.due_date === undefined ? grown('invoices') : undefined,
          fields: {
            customer: params.customer,
            status: params.status,
            collection_method: params.collection_method,
            'parent.subscription_details.subscription': params.subscription,
          },
          also: (doc) => params.due_date === undefined || within(params.due_date, Number(doc['due_date'])),
        },
        params,
      ),
  ),
  endpoint('GET', '/v1/invoices/:id', 'invoice', nothing, (call) => {
    const id = call.path['id'] ?? '';
    const found = find(call.world, 'invoice', id);
    if (found !== undefined) return found;
    if (indexOf(id) !== undefined) return grownItem(call.grown('invoices'), 'invoice', id);
    throw missing('invoice', id, 'id');
  }),
  endpoint(
    'POST',
    '/v1/invoices/:id',
    'invoice',
    z.strictObject({ description: anyText.optional(), metadata: metadata.optional() }),
    (call) => {
      const doc = invoice(call);
      return change(
        call.world,
        doc,
        {
          description: call.params.description ?? doc['description'] ?? null,
          metadata: mergedMetadata(doc, call.params.metadata),
        },
        'invoice.updated',
      );
    },
  ),
  endpoint('DELETE', '/v1/invoices/:id', 'invoice', nothing, (call) => removed(call.world, invoice(call))),
  endpoint('GET', '/v1/invoices/:id/lines', 'invoice', z.strictObject(paging), (call) => {
    const doc = invoice(call);
    const lines = doc['lines'];
    const data = typeof lines === 'object' && lines !== null && 'data' in lines ? lines['data'] : [];
    const docs = Array.isArray(data) ? data.map((line: Doc) => line).toReversed() : [];
    return listing({ url: `/v1/invoices/${text(doc, 'id')}/lines`, kind: 'line_item', docs }, call.params);
  }),
  endpoint('POST', '/v1/invoices/:id/finalize', 'invoice', z.strictObject({ auto_advance: bool.optional() }), (call) =>
    finalize(call.world, invoice(call)),
  ),
  endpoint(
    'POST',
    '/v1/invoices/:id/pay',
    'invoice',
    z.strictObject({ payment_method: anyText.optional(), paid_out_of_band: bool.optional() }),
    (call) => {
      const doc = invoice(call);
      if (doc['status'] === 'draft') finalize(call.world, doc);
      return call.params.paid_out_of_band === true
        ? paid(call.world, doc)
        : pay(call.world, doc, call.params.payment_method);
    },
  ),
  endpoint('POST', '/v1/invoices/:id/void', 'invoice', nothing, (call) => voided(call.world, invoice(call))),
  endpoint('POST', '/v1/invoices/:id/mark_uncollectible', 'invoice', nothing, (call) =>
    uncollectible(call.world, invoice(call)),
  ),
];

function sessionOf(call: Call<unknown>): Doc {
  return need(call.world, 'checkout.session', call.path['id'] ?? '');
}

const sessions = [
  endpoint(
    'GET',
    '/v1/checkout/sessions',
    'checkout_session',
    z.strictObject({
      ...pagedByCreation,
      customer: anyText.optional(),
      payment_intent: anyText.optional(),
      subscription: anyText.optional(),
      status: z.enum(['open', 'complete', 'expired']).optional(),
    }),
    ({ world, params }) =>
      listing(
        {
          url: '/v1/checkout/sessions',
          kind: 'checkout.session',
          docs: world.ledger.objects['checkout.session'],
          fields: {
            customer: params.customer,
            payment_intent: params.payment_intent,
            subscription: params.subscription,
            status: params.status,
          },
        },
        params,
      ),
  ),
  endpoint('POST', '/v1/checkout/sessions', 'checkout_session', sessionParams, ({ world, params, version }) => {
    refuseFixedTypes(params, version);
    return createSession(world, params);
  }),
  endpoint('GET', '/v1/checkout/sessions/:id', 'checkout_session', nothing, (call) => sessionOf(call)),
  endpoint('POST', '/v1/checkout/sessions/:id/expire', 'checkout_session', nothing, (call) =>
    expireSession(call.world, sessionOf(call)),
  ),
  endpoint('GET', '/v1/checkout/sessions/:id/line_items', 'checkout_session', z.strictObject(paging), (call) => {
    const id = text(sessionOf(call), 'id');
    const docs = (call.world.ledger.pendingLines[id] ?? []).map((line): Doc => ({ ...line })).toReversed();
    return listing({ url: `/v1/checkout/sessions/${id}/line_items`, kind: 'item', docs }, call.params);
  }),
];

const eventParams = z.strictObject({
  ...pagedByCreation,
  type: anyText.optional(),
  types: z.array(z.string()).max(20).optional(),
  delivery_success: bool.optional(),
});

/** `customer.*` means all of them. */
function wants(params: z.infer<typeof eventParams>): (type: string) => boolean {
  const names = params.types ?? (params.type === undefined ? [] : [params.type]);
  return (type) =>
    names.length === 0 ||
    names.some((name) => (name.endsWith('*') ? type.startsWith(name.slice(0, -1)) : name === type));
}

const events = [
  endpoint('GET', '/v1/events', 'event', eventParams, ({ world, params, grown }) => {
    const wanted = wants(params);
    const source = {
      url: '/v1/events',
      kind: 'event',
      docs: world.ledger.objects.event,
      also: (doc: Doc) => wanted(text(doc, 'type')),
    };
    const { created, limit = 10, starting_after: after } = params;
    const since = created === undefined || typeof created === 'number' ? undefined : (created.gte ?? created.gt);
    // Touched items have happened after a moment that was asked for; asking for everything would bring up all of them.
    const touched = since === undefined ? undefined : grownEvents(grown, since, wanted, world.apiVersion);
    if (touched === undefined || touched.count === 0) return listing(source, params);
    const place = after === undefined ? undefined : touched.placeOf(after);
    const own = place === undefined ? listing(source, params) : handmade(source.url, [], false);
    if (own.listed.more || own.listed.count === limit) return { ...own, listed: { ...own.listed, more: true } };
    const from = place === undefined ? 0 : place + 1;
    const rest = touched.page(from, from + limit - own.listed.count);
    const grownPage = handmade(source.url, rest, from + rest.length < touched.count).listed;
    const between = own.listed.count > 0 && rest.length > 0 ? [Buffer.from(',')] : [];
    return {
      url: source.url,
      listed: {
        ...grownPage,
        parts: [...own.listed.parts, ...between, ...grownPage.parts],
        count: own.listed.count + rest.length,
      },
    };
  }),
  endpoint('GET', '/v1/events/:id', 'event', nothing, ({ world, path }) => need(world, 'event', path['id'] ?? '')),
];

function html(title: string, inside: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><main><h1>${title}</h1>${inside}</main></body></html>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** The hosted page, where the payer's browser arrives without a key. */
const pages: SandboxRoute<State>[] = [
  {
    method: 'GET',
    path: '/c/pay/:id',
    open: true,
    handle(request, context) {
      const found = ledgerWith(context.state, request.params['id'] ?? '');
      const type = { 'content-type': 'text/html; charset=utf-8' };
      if (found === undefined)
        return { status: 404, headers: type, body: html('Something went wrong', '<p>There is no such page.</p>') };
      const { doc } = found;
      const lines = `<p>${number(doc, 'amount_total')} ${escaped(text(doc, 'currency'))} (minor units), ${escaped(text(doc, 'status'))}</p>`;
      const form = doc['status'] === 'open' ? '<form method="post"><button>Pay with a test card</button></form>' : '';
      return { headers: type, body: html('Checkout (sandbox)', lines + form) };
    },
  },
  {
    method: 'POST',
    path: '/c/pay/:id',
    open: true,
    handle(request, context) {
      const id = request.params['id'] ?? '';
      const found = ledgerWith(context.state, id);
      if (found === undefined) return { status: 404, body: 'There is no such page.' };
      const world = worldOf(context, found.ledger);
      try {
        const doc = completeSession(world, found.doc);
        const intent = find(world, 'payment_intent', text(doc, 'payment_intent'));
        if (intent !== undefined) followIntent(world, intent);
        return { status: 303, headers: { location: text(doc, 'success_url').replaceAll('{CHECKOUT_SESSION_ID}', id) } };
      } catch (error) {
        if (!(error instanceof ApiFailure)) throw error;
        return { status: 409, body: error.message };
      }
    },
  },
];

function ledgerWith(state: State, session: string) {
  for (const ledger of Object.values(state.ledgers)) {
    const doc = ledger.objects['checkout.session'].find((each) => each['id'] === session);
    if (doc !== undefined) return { ledger, doc };
  }
  return undefined;
}

export const billingRoutes = [...subscriptions, ...invoices, ...sessions, ...events, ...pages];
