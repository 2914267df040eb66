/**
 * Writing: creating, updating (whole or sparse), voiding and deleting, as strict as QuickBooks: references must exist, a SyncToken must be the
 * newest, lines of an Australian company carry a tax code, names are taken once. Called by ../sandbox.ts.
 */
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type SandboxRequest,
  type SandboxResponse,
} from 'plugboard/contract';
import { at, jsonOf, numberAt, textAt } from 'plugboard/kit';
import { answer, refuse, type Refusal } from './answers.ts';
import { voided, withTotals } from './documents.ts';
import { settle } from './settle.ts';
import {
  centsAt,
  divided,
  find,
  freshId,
  idOf,
  linesOf,
  listIn,
  nameLists,
  put,
  today,
  type Context,
  type State,
} from './state.ts';
import { detailOf, ratesOf, type Mode, type Side } from './tax.ts';
import { telling } from './webhooks.ts';

/** What can be written here, with the name its path has. */
export const writable = ['Customer', 'Vendor', 'Invoice', 'CreditMemo', 'Bill', 'Payment', 'Deposit'] as const;
type Writable = (typeof writable)[number];

const sides: Readonly<Partial<Record<Writable, Side>>> = { Invoice: 'sales', CreditMemo: 'sales', Bill: 'purchases' };

const bad = (code: string, message: string, detail: string, element = ''): Refusal => ({
  status: 400,
  code,
  message,
  detail,
  element,
});
const missing = (name: string) =>
  bad(
    '2020',
    'Required param missing, need to supply the required value for the API',
    `Required parameter ${name} is missing in the request`,
    name,
  );
const unknownId = (name: string) =>
  bad('2500', 'Invalid Reference Id', `Invalid Reference Id : ${name} element id not found`, name);
const business = (detail: string) =>
  bad(
    '6000',
    'A business validation error has occurred while processing your request',
    `Business Validation Error: ${detail}`,
  );
const notFound = bad(
  '610',
  'Object Not Found',
  "Object Not Found : Something you're trying to use has been made inactive.",
);

export function write(entity: Writable, request: SandboxRequest, context: Context): SandboxResponse {
  const id = request.query.get('requestid');
  if (id !== null && id.length > 50)
    return refuse(
      request,
      context,
      bad('4000', 'Error processing the request', 'requestid is longer than 50 characters.'),
    );
  const { state } = context;
  const key = `${state.company.realm} ${entity} ${id ?? ''}`;
  const kept = state.replies[key];
  if (id !== null && kept !== undefined)
    return { status: kept.status, headers: { 'content-type': 'application/json;charset=UTF-8' }, body: kept.body };
  const body = jsonOf(request);
  if (!isJsonObject(body))
    return refuse(
      request,
      context,
      bad('2010', 'Request has invalid or unsupported property', 'The body is no JSON object.'),
    );
  const done = telling(context, () => act(entity, request.query.get('operation'), body, context));
  if ('code' in done) return refuse(request, context, done.code === undefined ? notFound : done.refusal);
  const response = answer(request, context, { [entity]: done.row });
  if (id !== null && isJsonValue(response.body)) state.replies[key] = { status: 200, body: response.body, request: id };
  return response;
}

function isJsonValue(body: SandboxResponse['body']): body is JsonValue {
  return isJsonObject(body) && !Buffer.isBuffer(body);
}

type Done = { readonly row: JsonObject } | { readonly code: string | undefined; readonly refusal: Refusal };
const no = (refusal: Refusal): Done => ({ code: refusal.code, refusal });

function act(entity: Writable, operation: string | null, body: JsonObject, context: Context): Done {
  const { state } = context;
  const now = context.now();
  const id = textAt(body, 'Id');
  const before = id === undefined ? undefined : find(state, entity, id);
  if (id !== undefined && before === undefined) return no(notFound);
  if (before !== undefined && textAt(body, 'SyncToken') !== textAt(before, 'SyncToken'))
    return no(
      bad(
        '5010',
        'Stale Object Error',
        'Stale Object Error : You and another user were working on this at the same time.',
      ),
    );
  if (operation === 'delete' || operation === 'void')
    return before === undefined ? no(missing('Id')) : end(entity, operation, before, context);
  const whole =
    before === undefined
      ? body
      : body['sparse'] === true
        ? { ...before, ...body }
        : { ...body, MetaData: before['MetaData'] ?? {} };
  const made = compose(entity, whole, before, context);
  if (isRefusal(made)) return no(made);
  const row = put(state, entity, { domain: 'QBO', sparse: false, ...made, Id: id ?? freshId(state) }, now);
  settle(state, now, idOf(row));
  return { row: find(state, entity, idOf(row)) ?? row };
}

function end(entity: Writable, operation: 'delete' | 'void', row: JsonObject, { state, now }: Context): Done {
  const names: readonly string[] = nameLists;
  if (names.includes(entity))
    return no(bad('500', 'Unsupported Operation', `Operation ${operation} is not supported.`));
  if (operation === 'void') {
    const done = put(state, entity, voided(row), now());
    settle(state, now(), idOf(done));
    return { row: find(state, entity, idOf(row)) ?? done };
  }
  state.tables[entity] = state.tables[entity].filter((one) => one !== row);
  state.gone.push({ entity, id: idOf(row), at: now() });
  settle(state, now());
  return { row: { domain: 'QBO', status: 'Deleted', Id: idOf(row) } };
}

function isRefusal(value: JsonObject | Refusal): value is Refusal {
  return (
    typeof value['status'] === 'number' && typeof value['code'] === 'string' && typeof value['detail'] === 'string'
  );
}

/** The row as it is to be stored, without the id and the moment. */
function compose(
  entity: Writable,
  body: JsonObject,
  before: JsonObject | undefined,
  context: Context,
): JsonObject | Refusal {
  switch (entity) {
    case 'Customer':
    case 'Vendor':
      return person(entity, body, before, context.state);
    case 'Payment':
      return payment(body, context);
    case 'Deposit':
      return deposit(body, context);
    default:
      return document(entity, body, before, context);
  }
}

// --- names ----------------------------------------------------------------------------------------------------------------

function person(
  entity: 'Customer' | 'Vendor',
  body: JsonObject,
  before: JsonObject | undefined,
  state: State,
): JsonObject | Refusal {
  const parts = ['Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix'].flatMap(
    (name) => textAt(body, name) ?? [],
  );
  const name = (textAt(body, 'DisplayName') ?? parts.join(' ')).trim();
  if (name === '')
    return business('At least one of Title, GivenName, MiddleName, FamilyName, DisplayName or Suffix is needed.');
  if (/[:\t\n]/.test(name))
    return bad(
      '2040',
      'String Format Invalid',
      'DisplayName may not hold a colon, a tab or a new line.',
      'DisplayName',
    );
  if (name.length > 500)
    return bad(
      '2050',
      'String length is either shorter or longer than supported by specification',
      'Min:0 Max:500 supported.',
      'DisplayName',
    );
  const taken = [...state.tables.Customer, ...state.tables.Vendor].some(
    (row) => row !== before && textAt(row, 'DisplayName')?.toLowerCase() === name.toLowerCase(),
  );
  if (taken)
    return bad(
      '6240',
      'Duplicate Name Exists Error',
      'The name supplied already exists. : Another customer, vendor or employee is already using this name.',
    );
  const mail = textAt(body, 'PrimaryEmailAddr.Address');
  if (mail !== undefined && !/^[^@\s]+@[^@\s]+$/.test(mail))
    return bad('2210', 'Invalid email format', 'The email address is not valid.', 'PrimaryEmailAddr');
  return {
    PrintOnCheckName: name.slice(0, 100),
    Active: true,
    ...(entity === 'Customer' ? { Taxable: true, Job: false } : { Vendor1099: false }),
    CurrencyRef: { value: state.company.currency, name: 'Australian Dollar' },
    Balance: 0,
    ...body,
    DisplayName: name,
  };
}

// --- documents ------------------------------------------------------------------------------------------------------------

function document(
  entity: 'Invoice' | 'CreditMemo' | 'Bill',
  body: JsonObject,
  before: JsonObject | undefined,
  context: Context,
): JsonObject | Refusal {
  const { state } = context;
  const side = sides[entity] ?? 'sales';
  const [field, list] = side === 'sales' ? (['CustomerRef', 'Customer'] as const) : (['VendorRef', 'Vendor'] as const);
  const who = textAt(body, `${field}.value`);
  if (who === undefined) return missing(field);
  const party = find(state, list, who);
  if (party === undefined) return unknownId(list);
  const mode = modeOf(body);
  if (typeof mode === 'object') return mode;
  const lines = linesOf(body).filter((line) => detailOf(line) !== 'SubTotalLineDetail');
  if (lines.length === 0) return missing('Line');
  for (const line of lines) {
    const wrong = lineProblem(state, line, mode, side);
    if (wrong !== undefined) return wrong;
  }
  const number = textAt(body, 'DocNumber');
  if (number !== undefined && number.length > 21)
    return bad(
      '2050',
      'String length is either shorter or longer than supported by specification',
      'Min:0 Max:21 supported.',
      'DocNumber',
    );
  if (number !== undefined && state.tables[entity].some((row) => row !== before && row['DocNumber'] === number))
    return bad(
      '6140',
      'Duplicate Document Number Error',
      `Duplicate Document Number Error : You must specify a different number. ${number} is used already.`,
    );
  if (number === undefined && side === 'sales') state.next_number += 1;
  const date = textAt(body, 'TxnDate') ?? today(context.now());
  const kept = lines.map(({ Id: _id, LineNum: _number, ...line }) => line);
  return {
    ...(side === 'sales'
      ? { DocNumber: String(state.next_number), EmailStatus: 'NotSet', PrintStatus: 'NeedToPrint' }
      : { APAccountRef: { value: '33', name: 'Accounts Payable' } }),
    ...(entity === 'CreditMemo' ? {} : { DueDate: date }),
    CurrencyRef: { value: state.company.currency, name: 'Australian Dollar' },
    LinkedTxn: [],
    ...body,
    TxnDate: date,
    [field]: { value: who, name: party['DisplayName'] ?? '' },
    ...withTotals(state, kept, mode, side),
    Balance: at(before, 'Balance') === undefined ? 0 : centsAt(before, 'Balance') / 100,
  };
}

function modeOf(body: JsonObject): Mode | Refusal {
  const mode = textAt(body, 'GlobalTaxCalculation') ?? 'TaxExcluded';
  return mode === 'TaxExcluded' || mode === 'TaxInclusive' || mode === 'NotApplicable'
    ? mode
    : bad('2030', 'Invalid Enumeration', `Invalid Enumeration : ${mode}`, 'GlobalTaxCalculation');
}

function lineProblem(state: State, line: JsonObject, mode: Mode, side: Side): Refusal | undefined {
  const name = detailOf(line);
  if (name === 'DescriptionOnly') return undefined;
  const allowed =
    side === 'sales' ? ['SalesItemLineDetail'] : ['AccountBasedExpenseLineDetail', 'ItemBasedExpenseLineDetail'];
  if (!allowed.includes(name))
    return bad('2030', 'Invalid Enumeration', `DetailType ${name} cannot be used here.`, 'DetailType');
  const amount = numberAt(line, 'Amount');
  if (amount === undefined) return missing('Amount');
  const [reference, list] =
    name === 'AccountBasedExpenseLineDetail' ? (['AccountRef', 'Account'] as const) : (['ItemRef', 'Item'] as const);
  const id = textAt(line, `${name}.${reference}.value`);
  if (id === undefined) return missing(reference);
  if (find(state, list, id) === undefined) return unknownId(list);
  const [quantity, unit] = [numberAt(line, `${name}.Qty`), numberAt(line, `${name}.UnitPrice`)];
  // Where tax is included the price may be the gross one.
  if (
    mode !== 'TaxInclusive' &&
    quantity !== undefined &&
    unit !== undefined &&
    timesInCents(quantity, unit) !== Math.round(amount * 100)
  )
    return bad('6070', 'Amount calculation incorrect in the request', 'Amount is not equal to UnitPrice * Qty.');
  const code = textAt(line, `${name}.TaxCodeRef.value`);
  if (mode === 'NotApplicable') return undefined;
  if (code === undefined) return business('Make sure all your transactions have a GST rate before you save.');
  return ratesOf(state, code, side) === undefined ? unknownId('TaxCode') : undefined;
}

/** To the cent, with prices and quantities of up to six decimals. */
function timesInCents(quantity: number, unit: number): number {
  const scaled = (value: number) => BigInt(Math.round(value * 1e6));
  return divided(Number((scaled(quantity) * scaled(unit)) / 10n ** 6n), 10_000);
}

// --- money ----------------------------------------------------------------------------------------------------------------

function payment(body: JsonObject, { state, now }: Context): JsonObject | Refusal {
  const who = textAt(body, 'CustomerRef.value');
  if (who === undefined) return missing('CustomerRef');
  const customer = find(state, 'Customer', who);
  if (customer === undefined) return unknownId('Customer');
  if (numberAt(body, 'TotalAmt') === undefined) return missing('TotalAmt');
  const place = textAt(body, 'DepositToAccountRef.value') ?? '4';
  if (find(state, 'Account', place) === undefined) return unknownId('Account');
  let used = 0;
  for (const line of linesOf(body)) {
    const link = listIn(line, 'LinkedTxn')[0];
    const type = textAt(link, 'TxnType');
    if (type !== 'Invoice' && type !== 'CreditMemo') return unknownId('TxnType');
    const row = find(state, type, textAt(link, 'TxnId'));
    if (row === undefined) return unknownId('TxnId');
    if (centsAt(line, 'Amount') > centsAt(row, 'Balance'))
      return business('The amount applied is more than what is open.');
    used += (type === 'Invoice' ? 1 : -1) * centsAt(line, 'Amount');
  }
  if (used > centsAt(body, 'TotalAmt')) return business('More is applied than was paid.');
  const facts = {
    TxnDate: today(now()),
    UnappliedAmt: 0,
    ProcessPayment: false,
    CurrencyRef: { value: state.company.currency },
    Line: [],
  };
  return {
    ...facts,
    ...body,
    CustomerRef: { value: who, name: customer['DisplayName'] ?? '' },
    DepositToAccountRef: { value: place },
    LinkedTxn: [],
  };
}

function deposit(body: JsonObject, { state, now }: Context): JsonObject | Refusal {
  const place = textAt(body, 'DepositToAccountRef.value');
  if (place === undefined) return missing('DepositToAccountRef');
  const account = find(state, 'Account', place);
  if (account === undefined) return unknownId('Account');
  const lines = linesOf(body);
  if (lines.length === 0) return missing('Line');
  const total = lines.reduce((sum, line) => sum + centsAt(line, 'Amount'), 0);
  const numbered = lines.map((line, index) => ({ Id: String(index + 1), LineNum: index + 1, ...line }));
  const facts = { TxnDate: today(now()), CurrencyRef: { value: state.company.currency } };
  return {
    ...facts,
    ...body,
    DepositToAccountRef: { value: place, name: account['Name'] ?? '' },
    Line: numbered,
    TotalAmt: total / 100,
  };
}
