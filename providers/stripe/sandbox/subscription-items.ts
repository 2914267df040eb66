/** The items of a subscription: their prices and periods, the lines they are billed by, and what a change of them costs. */
import type { JsonObject } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { invalid, missing } from './failures.ts';
import { lineDoc } from './invoices.ts';
import { find, need, newId, number, text, type Doc, type World } from './ledger.ts';
import { subscriptionItem } from './objects-billing.ts';
import type { UpdateParams } from './subscription-params.ts';

const day = 86_400;

/** The same day of a later month, or its last day where there is none. */
function plusInterval(at: number, interval: string, count: number): number {
  if (interval === 'day') return at + count * day;
  if (interval === 'week') return at + count * 7 * day;
  const from = new Date(at * 1000);
  const months = from.getUTCMonth() + (interval === 'year' ? 12 * count : count);
  const last = new Date(Date.UTC(from.getUTCFullYear(), months + 1, 0)).getUTCDate();
  const to = Date.UTC(from.getUTCFullYear(), months, Math.min(from.getUTCDate(), last));
  return Math.floor(to / 1000) + (at % day);
}

export function recurringPrice(world: World, id: string, param: string): Doc {
  const price = need(world, 'price', id, param);
  if (price['active'] !== true)
    throw invalid('The price specified is inactive. This field only accepts active prices.', { param });
  if (!isObject(price['recurring'])) {
    throw invalid(
      'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
      { param },
    );
  }
  return price;
}

export function periodEnd(price: JsonObject, start: number): number {
  return plusInterval(start, text(price, 'recurring.interval'), number(price, 'recurring.interval_count') || 1);
}

export function itemsOf(doc: Doc): readonly JsonObject[] {
  const list = doc['items'];
  const data = isObject(list) ? list['data'] : undefined;
  return Array.isArray(data) ? data.filter(isObject) : [];
}

export function withItems(doc: Doc, data: readonly JsonObject[]): JsonObject {
  return {
    object: 'list',
    data,
    has_more: false,
    total_count: data.length,
    url: `/v1/subscription_items?subscription=${text(doc, 'id')}`,
  };
}

/** One line for an item's time from `start` to `end`; a trial costs nothing. */
export function itemLine(
  world: World,
  doc: Doc,
  item: JsonObject,
  period: { start: number; end: number },
  trial: boolean,
): JsonObject {
  const unit = trial ? 0 : number(item, 'price.unit_amount');
  const quantity = number(item, 'quantity');
  const product = find(world, 'product', text(item, 'price.product'));
  const name = text(product, 'name') || 'Subscription';
  return lineDoc(world, null, text(doc, 'currency'), {
    description: trial ? `Trial period for ${name}` : `${quantity} × ${name}`,
    quantity,
    unitAmount: String(unit),
    amount: unit * quantity,
    price: text(item, 'price.id'),
    product: text(item, 'price.product'),
    period,
    taxed: false,
    subscription: { id: text(doc, 'id'), item: text(item, 'id'), proration: false },
  });
}

type ItemChange = NonNullable<UpdateParams['items']>[number];

/** An item without an id is a new one beside the others: exactly what surprises people at the real Stripe. */
export function changedItems(
  world: World,
  doc: Doc,
  changes: readonly ItemChange[],
  proration: string | undefined,
): readonly JsonObject[] {
  const before = itemsOf(doc);
  const unknown = changes.find(({ id }) => id !== undefined && !before.some((item) => item['id'] === id));
  if (unknown !== undefined) throw missing('subscription_item', unknown.id ?? '', 'items[0][id]');
  const after = before.flatMap((item): JsonObject[] => {
    const wanted = changes.find(({ id }) => id === item['id']);
    if (wanted === undefined) return [item];
    if (wanted.deleted === true) return [];
    const price =
      wanted.price === undefined ? item['price'] : { ...recurringPrice(world, wanted.price, 'items[0][price]') };
    const next = { ...item, price: price ?? null, quantity: wanted.quantity ?? number(item, 'quantity') };
    if (proration !== 'none') prorate(world, doc, item, next);
    return [next];
  });
  const added = changes
    .filter(({ id }) => id === undefined)
    .map(({ price, quantity }, index) => {
      const priced = recurringPrice(world, price ?? '', `items[${index}][price]`);
      const item = subscriptionItem(newId(world, 'si'), world.now, text(doc, 'id'), { ...priced }, quantity ?? 1);
      return { ...item, current_period_start: world.now, current_period_end: periodEnd(priced, world.now) };
    });
  return [...after, ...added];
}

/** Credit for the unused time of the old, a charge for the same time of the new; on the next invoice. */
export function prorate(world: World, doc: Doc, before: JsonObject, after: JsonObject): void {
  const end = number(before, 'current_period_end');
  const share = (end - world.now) / Math.max(1, end - number(before, 'current_period_start'));
  const lines = [
    { item: before, sign: -1, words: 'Unused time' },
    { item: after, sign: 1, words: 'Remaining time' },
  ].map(({ item, sign, words }) => {
    const amount = sign * Math.round(number(item, 'price.unit_amount') * number(item, 'quantity') * share);
    return lineDoc(world, null, text(doc, 'currency'), {
      description: `${words} on ${text(item, 'price.id')}`,
      quantity: 1,
      unitAmount: String(amount),
      amount,
      price: text(item, 'price.id'),
      product: text(item, 'price.product'),
      period: { start: world.now, end },
      taxed: false,
      subscription: { id: text(doc, 'id'), item: text(before, 'id'), proration: true },
    });
  });
  const id = text(doc, 'id');
  world.ledger.pendingLines[id] = [...(world.ledger.pendingLines[id] ?? []), ...lines];
}
