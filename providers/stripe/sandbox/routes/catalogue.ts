/** Routes of the account, customers, products, prices, payment methods and mandates. */
import { z, type JsonObject } from 'plugboard/contract';
import { balanceOf } from '../balance.ts';
import { invalid, missing } from '../failures.ts';
import { grownItem, indexOf } from '../grown.ts';
import { add, change, find, mergedMetadata, need, newId, plain, text, type Doc, type World } from '../ledger.ts';
import { listing, pagedByCreation } from '../listing.ts';
import { addMethod, addressDoc, attach, methodData, methodFor } from '../methods.ts';
import { price as blankPrice, product as blankProduct } from '../objects-billing.ts';
import { customer as blankCustomer } from '../objects.ts';
import { address, bool, currency, int, metadata, positive, text as anyText } from '../params.ts';
import { endpoint } from '../serve.ts';
import { cancelSubscription } from '../subscriptions.ts';

const nothing = z.strictObject({});

const customerParams = z.strictObject({
  name: anyText.optional(),
  email: anyText.optional(),
  phone: anyText.optional(),
  description: anyText.optional(),
  address: address.optional(),
  shipping: z.strictObject({ name: anyText, phone: anyText.optional(), address }).optional(),
  metadata: metadata.optional(),
  balance: int.optional(),
  invoice_settings: z.strictObject({ default_payment_method: anyText.optional() }).optional(),
  payment_method: anyText.optional(),
  tax_exempt: z.enum(['none', 'exempt', 'reverse']).optional(),
});

function customerFields(world: World, doc: Doc, params: z.infer<typeof customerParams>): Doc {
  if (params.email !== undefined && params.email !== '' && !z.email().safeParse(params.email).success) {
    throw invalid(`Invalid email address: ${params.email}`, { code: 'email_invalid', param: 'email' });
  }
  const fields: Doc = { metadata: mergedMetadata(doc, params.metadata) };
  for (const name of ['name', 'email', 'phone', 'description', 'tax_exempt'] as const) {
    const value = params[name];
    if (value !== undefined) fields[name] = value === '' ? null : value;
  }
  if (params.balance !== undefined) fields['balance'] = params.balance;
  if (params.address !== undefined) fields['address'] = addressDoc(params.address);
  if (params.shipping !== undefined) {
    fields['shipping'] = { ...plain(params.shipping), address: addressDoc(params.shipping.address) };
  }
  const standard = params.invoice_settings?.default_payment_method;
  if (standard !== undefined) {
    const method = methodFor(world, standard, text(doc, 'id'), 'invoice_settings[default_payment_method]');
    fields['invoice_settings'] = { ...plain(doc['invoice_settings']), default_payment_method: method['id'] ?? null };
  }
  return fields;
}

/** The customer's stub stays for whoever asks for it by id; it is on no list and good for nothing. */
function deleteCustomer(world: World, doc: Doc): JsonObject {
  for (const subscription of world.ledger.objects.subscription) {
    const ended = ['canceled', 'incomplete_expired'].includes(text(subscription, 'status'));
    if (subscription['customer'] === doc['id'] && !ended) cancelSubscription(world, subscription, {});
  }
  change(world, doc, {}, 'customer.deleted');
  const stub: Doc = { id: text(doc, 'id'), object: 'customer', deleted: true };
  for (const name of Object.keys(doc)) delete doc[name];
  return Object.assign(doc, stub);
}

const customers = [
  endpoint(
    'GET',
    '/v1/customers',
    'customer',
    z.strictObject({ ...pagedByCreation, email: anyText.optional() }),
    (call) =>
      listing(
        {
          url: '/v1/customers',
          kind: 'customer',
          docs: call.world.ledger.objects.customer.filter((doc) => doc['deleted'] !== true),
          grown: call.grown('customers'),
          fields: { email: call.params.email },
        },
        call.params,
      ),
  ),
  endpoint('POST', '/v1/customers', 'customer', customerParams, ({ world, params }) => {
    const doc: Doc = blankCustomer(newId(world, 'cus'), world.now);
    Object.assign(doc, customerFields(world, doc, { ...params, invoice_settings: undefined }));
    if (params.payment_method !== undefined) {
      const method = methodFor(world, params.payment_method, text(doc, 'id'), 'payment_method');
      attach(world, method, text(doc, 'id'));
      const standard = params.invoice_settings?.default_payment_method;
      if (standard !== undefined) {
        doc['invoice_settings'] = { ...plain(doc['invoice_settings']), default_payment_method: method['id'] ?? null };
      }
    }
    return add(world, 'customer', doc, 'customer.created');
  }),
  endpoint('GET', '/v1/customers/:id', 'customer', nothing, ({ world, path, grown }) => {
    const id = path['id'] ?? '';
    const found = find(world, 'customer', id);
    if (found !== undefined) return found;
    if (indexOf(id) !== undefined) return grownItem(grown('customers'), 'customer', id);
    throw missing('customer', id, 'id');
  }),
  endpoint('POST', '/v1/customers/:id', 'customer', customerParams, ({ world, params, path }) => {
    const doc = need(world, 'customer', path['id'] ?? '');
    return change(world, doc, customerFields(world, doc, params), 'customer.updated');
  }),
  endpoint('DELETE', '/v1/customers/:id', 'customer', nothing, ({ world, path }) =>
    deleteCustomer(world, need(world, 'customer', path['id'] ?? '')),
  ),
];

const productParams = z.strictObject({
  name: anyText.optional(),
  active: bool.optional(),
  description: anyText.optional(),
  default_price: anyText.optional(),
  metadata: metadata.optional(),
  url: anyText.optional(),
  unit_label: anyText.optional(),
});

function productFields(world: World, doc: Doc, params: z.infer<typeof productParams>): Doc {
  const fields: Doc = { metadata: mergedMetadata(doc, params.metadata), updated: world.now };
  for (const name of ['name', 'active', 'description', 'url', 'unit_label'] as const) {
    const value = params[name];
    if (value !== undefined) fields[name] = value === '' ? null : value;
  }
  if (params.default_price !== undefined) {
    fields['default_price'] = need(world, 'price', params.default_price, 'default_price')['id'] ?? null;
  }
  return fields;
}

const products = [
  endpoint('GET', '/v1/products', 'product', z.strictObject({ ...pagedByCreation, active: bool.optional() }), (call) =>
    listing(
      {
        url: '/v1/products',
        kind: 'product',
        docs: call.world.ledger.objects.product,
        fields: { active: call.params.active },
      },
      call.params,
    ),
  ),
  endpoint('POST', '/v1/products', 'product', productParams, ({ world, params }) => {
    if (params.name === undefined)
      throw invalid('Missing required param: name.', { code: 'parameter_missing', param: 'name' });
    const doc: Doc = blankProduct(newId(world, 'prod'), world.now);
    return add(world, 'product', Object.assign(doc, productFields(world, doc, params)), 'product.created');
  }),
  endpoint('GET', '/v1/products/:id', 'product', nothing, ({ world, path }) =>
    need(world, 'product', path['id'] ?? ''),
  ),
  endpoint('POST', '/v1/products/:id', 'product', productParams, ({ world, params, path }) => {
    const doc = need(world, 'product', path['id'] ?? '');
    return change(world, doc, productFields(world, doc, params), 'product.updated');
  }),
  endpoint('DELETE', '/v1/products/:id', 'product', nothing, ({ world, path }) => {
    const { price, product } = world.ledger.objects;
    const doc = need(world, 'product', path['id'] ?? '');
    if (price.some((each) => each['product'] === doc['id'])) {
      throw invalid('This product cannot be deleted because it has one or more user-created prices.');
    }
    change(world, doc, {}, 'product.deleted');
    product.splice(product.indexOf(doc), 1);
    return { id: text(doc, 'id'), object: 'product', deleted: true };
  }),
];

const recurring = z.strictObject({
  interval: z.enum(['day', 'week', 'month', 'year']),
  interval_count: positive.optional(),
});
const priceParams = z.strictObject({
  currency,
  product: anyText,
  unit_amount: int.optional(),
  unit_amount_decimal: z
    .string()
    .regex(/^\d+(\.\d{1,12})?$/)
    .optional(),
  recurring: recurring.optional(),
  nickname: anyText.optional(),
  active: bool.optional(),
  metadata: metadata.optional(),
});

/** Also used by the seed, which makes its prices as everybody does. */
export function addPrice(world: World, params: z.infer<typeof priceParams>): Doc {
  need(world, 'product', params.product, 'product');
  const exact =
    params.unit_amount_decimal ?? (params.unit_amount === undefined ? undefined : String(params.unit_amount));
  if (exact === undefined) {
    throw invalid('Missing required param: unit_amount.', { code: 'parameter_missing', param: 'unit_amount' });
  }
  return add(
    world,
    'price',
    {
      ...blankPrice(newId(world, 'price', 24), world.now),
      active: params.active ?? true,
      currency: params.currency,
      metadata: mergedMetadata({}, params.metadata),
      nickname: params.nickname ?? null,
      product: params.product,
      recurring:
        params.recurring === undefined
          ? null
          : {
              interval: params.recurring.interval,
              interval_count: params.recurring.interval_count ?? 1,
              meter: null,
              trial_period_days: null,
              usage_type: 'licensed',
            },
      type: params.recurring === undefined ? 'one_time' : 'recurring',
      // Below one cent there is no whole number to show.
      unit_amount: Number.isInteger(Number(exact)) ? Number(exact) : null,
      unit_amount_decimal: exact,
    },
    'price.created',
  );
}

const prices = [
  endpoint(
    'GET',
    '/v1/prices',
    'price',
    z.strictObject({
      ...pagedByCreation,
      active: bool.optional(),
      product: anyText.optional(),
      type: z.enum(['one_time', 'recurring']).optional(),
      currency: currency.optional(),
    }),
    ({ world, params }) =>
      listing(
        {
          url: '/v1/prices',
          kind: 'price',
          docs: world.ledger.objects.price,
          // Without the filter: the active ones. Those made inside a checkout are never listed.
          fields: {
            active: params.active ?? true,
            product: params.product,
            type: params.type,
            currency: params.currency,
          },
          also: (doc) => world.ledger.behaviour[text(doc, 'id')] !== 'inline',
        },
        params,
      ),
  ),
  endpoint('POST', '/v1/prices', 'price', priceParams, ({ world, params }) => addPrice(world, params)),
  endpoint('GET', '/v1/prices/:id', 'price', nothing, ({ world, path }) => need(world, 'price', path['id'] ?? '')),
  endpoint(
    'POST',
    '/v1/prices/:id',
    'price',
    z.strictObject({ active: bool.optional(), nickname: anyText.optional(), metadata: metadata.optional() }),
    ({ world, params, path }) => {
      const doc = need(world, 'price', path['id'] ?? '');
      return change(
        world,
        doc,
        {
          active: params.active ?? doc['active'] ?? true,
          nickname: params.nickname ?? doc['nickname'] ?? null,
          metadata: mergedMetadata(doc, params.metadata),
        },
        'price.updated',
      );
    },
  ),
];

const methods = [
  endpoint('POST', '/v1/payment_methods', 'payment_method', methodData, ({ world, params }) =>
    addMethod(world, params),
  ),
  endpoint('GET', '/v1/payment_methods/:id', 'payment_method', nothing, ({ world, path }) =>
    need(world, 'payment_method', path['id'] ?? ''),
  ),
  endpoint(
    'POST',
    '/v1/payment_methods/:id/attach',
    'payment_method',
    z.strictObject({ customer: anyText }),
    ({ world, params, path }) => {
      const customer = text(need(world, 'customer', params.customer, 'customer'), 'id');
      const method = methodFor(world, path['id'] ?? '', customer, 'id');
      attach(world, method, customer);
      return method;
    },
  ),
  endpoint('GET', '/v1/mandates/:id', 'mandate', nothing, ({ world, path }) =>
    need(world, 'mandate', path['id'] ?? ''),
  ),
];

const account = [
  endpoint('GET', '/v1/account', 'accounts_kyc_basic', nothing, ({ world }) => world.ledger.account),
  endpoint('GET', '/v1/balance', 'balance', nothing, ({ world }) => balanceOf(world)),
];

export const catalogueRoutes = [...account, ...customers, ...products, ...prices, ...methods];
