/** Writing to Sage Intacct through the real engine, by both APIs: once, whatever happens on the way, and never something else than asked. */
import { models, type JsonObject } from 'plugboard/contract';
import type { Connection, Rig } from 'plugboard/testing';
import { describe, expect, test } from 'vitest';
import { actions } from './actions.ts';
import type { State } from './sandbox/state.ts';
import { callsOf, connected, failure } from './test-support.ts';

const ways = ['session', 'client_credentials'] as const;

/** As the hub does it: input judged first, output after. */
async function act(connection: Connection, name: keyof typeof actions, given: JsonObject, key = 'key-1') {
  const { settings, account, signIn } = connection;
  const context = {
    http: connection.open(`action ${name}`, { timeoutMs: 500 }),
    idempotencyKey: key,
    settings,
    account,
    method: signIn.method,
  };
  if (name === 'create_customer') {
    const { input, output, run } = actions.create_customer;
    const result = await run({ ...context, input: input.parse(given) });
    return { ...result, output: output.parse(result.output) };
  }
  const { input, output, run } = actions.create_invoice;
  const result = await run({ ...context, input: input.parse(given) });
  return { ...result, output: output.parse(result.output) };
}

const firstCustomer = ({ box }: Rig<State>): string => String(box.state().customers[0]?.key);

function invoiceFor(rig: Rig<State>, change: JsonObject = {}): JsonObject {
  return {
    contact_id: firstCustomer(rig),
    issued_on: '2026-11-20',
    due_on: '2026-12-04',
    lines: [
      {
        description: 'First aid & CPR <public>',
        account_code: '4000',
        amount: '110.50',
        location: '100',
        department: 'TRN',
        tax_code: 'G1 Goods and Services Tax',
      },
    ],
    ...change,
  };
}

describe.each(ways)('by %s', (method) => {
  test('a customer is created as it was typed', async () => {
    const { rig, connection } = await connected({ method });
    // What looks like a slot for a secret is data, and stays so.
    const name = 'Šárka & <sessionid/><password/> "株式会社" \'x\'';
    const { output, records } = await act(connection, 'create_customer', {
      name,
      number: 'CU-77',
      first_name: 'Šárka',
      last_name: 'Ng',
      email: 'sarka@mail.example',
      phones: [
        { kind: 'default', number: '+61 8 5550 0100' },
        { kind: 'mobile', number: '+61 491 570 006' },
      ],
      addresses: [{ line1: '1 Quay', city: 'Perth', region: 'WA', postcode: '6000', country: 'Australia' }],
      tax_number: '51824753556',
    });
    expect(output).toMatchObject({
      id: '1000000',
      data: {
        name,
        first_name: 'Šárka',
        email: 'sarka@mail.example',
        tax_number: '51824753556',
        phones: [
          { kind: 'default', number: '+61 8 5550 0100' },
          { kind: 'mobile', number: '+61 491 570 006' },
        ],
        addresses: [
          { line1: '1 Quay', line2: null, city: 'Perth', region: 'WA', postcode: '6000', country: 'Australia' },
        ],
        custom: { number: 'CU-77' },
      },
    });
    expect(rig.box.state().customers.at(-1)).toMatchObject({ name, id: 'CU-77', mobile: '+61 491 570 006' });
    const { store } = await connection.read('customers');
    // The record a sync reads is this very one.
    expect(store.records.get('1000000')?.data).toEqual(output.data);
    expect(records?.[0]).toMatchObject({ stream: 'customers', items: [{ key: '1000000', id: 'CU-77' }] });
  });

  test('an invoice is created with its tax as Sage works it out, as a draft unless told otherwise', async () => {
    const { rig, connection } = await connected({ method });
    const draft = await act(connection, 'create_invoice', invoiceFor(rig, { number: 'D-1' }));
    expect(draft.output.data).toMatchObject({ status: 'draft', number: 'D-1' });
    const { output } = await act(
      connection,
      'create_invoice',
      invoiceFor(rig, { status: 'open', number: 'P-1', reference: 'PO-9', description: 'Autumn' }),
      'key-2',
    );
    expect(output.data).toMatchObject({
      status: 'open',
      number: 'P-1',
      reference: 'PO-9',
      direction: 'receivable',
      contact_id: firstCustomer(rig),
      issued_on: '2026-11-20',
      due_on: '2026-12-04',
      currency: 'AUD',
      tax_treatment: 'exclusive',
      subtotal: '110.50',
      tax_total: '11.05',
      total: '121.55',
      amount_due: '121.55',
      lines: [
        {
          description: 'First aid & CPR <public>',
          account_code: '4000',
          total: '110.50',
          tracking: ['location:100', 'department:TRN'],
        },
      ],
      custom: { description: 'Autumn' },
    });
    const { store } = await connection.read('invoices');
    expect(models.invoice.parse(store.records.get(output.id)?.data)).toEqual(output.data);
  });

  test('another currency goes with its rate, the own one without', async () => {
    const { rig, connection } = await connected({ method });
    const abroad = String(rig.box.state().customers.find(({ currency }) => currency === 'NZD')?.key);
    const { output } = await act(
      connection,
      'create_invoice',
      invoiceFor(rig, {
        contact_id: abroad,
        currency: 'NZD',
        lines: [{ description: 'x', account_code: '4000', amount: '80.01', location: '100' }],
      }),
    );
    expect(output.data).toMatchObject({ currency: 'NZD', total: '80.01', tax_total: '0.00', tax_treatment: 'none' });
    await act(connection, 'create_invoice', invoiceFor(rig, { currency: 'AUD' }), 'key-2');
    expect(
      JSON.stringify(rig.box.exchanges.map(({ request }) => request.body.toString())).match(/Daily Rate/g),
    ).toHaveLength(1);
  });

  test('what Sage refuses is said, and nothing is written', async () => {
    const { rig, connection } = await connected({ method });
    const before = JSON.stringify([rig.box.state().customers, rig.box.state().invoices]);
    const [taken] = rig.box.state().customers;
    expect(await failure(act(connection, 'create_customer', { name: 'Other', number: taken?.id ?? '' }))).toMatchObject(
      {
        code: 'conflict',
        details: { vendorCode: 'BL34000061' },
        message: expect.stringContaining('already exists'),
      },
    );
    const line = { description: 'x', account_code: '9999', amount: '1.00', location: '100' };
    expect(await failure(act(connection, 'create_invoice', invoiceFor(rig, { lines: [line] })))).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('9999'),
    });
    expect(await failure(act(connection, 'create_invoice', invoiceFor(rig, { contact_id: '7' })))).toMatchObject({
      code: 'invalid_request',
      details: { problems: [{ path: 'contact_id' }] },
    });
    expect(JSON.stringify([rig.box.state().customers, rig.box.state().invoices])).toBe(before);
  });

  test('a write whose answer was lost is not done twice, and is found by its number', async () => {
    const { rig, connection } = await connected({ method });
    const before = rig.box.state().customers.length;
    const customer = { name: 'Lost & Found', number: 'LF-1' };
    await rig.box.fault({ kind: 'lose_answer', times: 1 });
    const first = act(connection, 'create_customer', customer, 'lost-1');
    // The gateway knows no repeating; the REST API does, and the engine repeats by itself.
    if (method === 'session') await failure(first);
    else await first;
    const { output } = await act(connection, 'create_customer', customer, 'lost-1');
    expect(output).toMatchObject({ id: '1000000', data: { name: 'Lost & Found' } });
    expect(rig.box.state().customers).toHaveLength(before + 1);

    await rig.box.fault({ kind: 'lose_answer', times: 1, skip: 1 });
    const invoice = invoiceFor(rig, { number: 'LF-2' });
    const second = act(connection, 'create_invoice', invoice, 'lost-2');
    if (method === 'session') await failure(second);
    else await second;
    const again = await act(connection, 'create_invoice', invoice, 'lost-2');
    expect(again.output.data).toMatchObject({ number: 'LF-2' });
    expect(rig.box.state().invoices.filter(({ number }) => number === 'LF-2')).toHaveLength(1);
  });

  test('what was written stands when it cannot be read back', async () => {
    const { rig, connection } = await connected({ method });
    const before = rig.box.state().customers.length;
    await rig.box.fault({ kind: 'status', status: 500, skip: 1 });
    const { output, records } = await act(connection, 'create_customer', { name: 'Unread' });
    expect({ output, records }).toEqual({ output: { id: '1000000', data: null }, records: undefined });
    expect(rig.box.state().customers).toHaveLength(before + 1);
  });
});

test('without a number a repeated write ends as a conflict, and says where to look', async () => {
  const { rig, connection } = await connected();
  const before = rig.box.state().customers.length;
  await act(connection, 'create_customer', { name: 'Twice' }, 'same');
  callsOf(rig);
  expect(await failure(act(connection, 'create_customer', { name: 'Twice' }, 'same'))).toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('comes with the next sync'),
  });
  expect(callsOf(rig)).toEqual(['create']);
  expect(rig.box.state().customers).toHaveLength(before + 1);
});

test.each<[string, JsonObject, string]>([
  ['three decimals', { lines: [{ description: 'x', account_code: '4000', amount: '1.005' }] }, 'at most two decimals'],
  ['a number for an amount', { lines: [{ description: 'x', account_code: '4000', amount: 1 }] }, 'string'],
  ['no lines', { lines: [] }, 'Too small'],
  ['due before it was issued', { due_on: '2026-11-19' }, 'must not be before issued_on'],
  ['no date', { issued_on: '31/12/2026' }, 'ISO date'],
  ['a contact by name', { contact_id: "1' OR '1'='1" }, 'must be the id of a customer'],
  ['a field nobody knows', { tax: 'x' }, 'Unrecognized'],
])('an invoice with %s is refused before anything is sent', (_what, change, words) => {
  const given = {
    contact_id: '1016',
    issued_on: '2026-11-20',
    due_on: '2026-12-04',
    lines: [{ description: 'x', account_code: '4000', amount: '1.00' }],
  };
  expect(actions.create_invoice.input.safeParse(given).success).toBe(true);
  expect(actions.create_invoice.input.safeParse({ ...given, ...change }).error?.message).toContain(words);
});
