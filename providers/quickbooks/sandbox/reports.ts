/** The financial reports, worked out from the ledger in QuickBooks' nested table of text cells. Called by ../sandbox.ts. */
import type { JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { answer, refuse } from './answers.ts';
import { entriesOf, type Entry } from './ledger.ts';
import { centsAt, idOf, today, type Context, type Entity, type State } from './state.ts';

interface Asked {
  readonly state: State;
  readonly entries: readonly Entry[];
  readonly from: string;
  readonly to: string;
  readonly cleared: string | null;
}

type Column = readonly [title: string, type: string, key: string];
interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly JsonObject[];
}

const makers: Readonly<Record<string, (asked: Asked) => Table>> = {
  ProfitAndLoss: profitAndLoss,
  BalanceSheet: balanceSheet,
  TrialBalance: trialBalance,
  AgedReceivables: (asked) => aged(asked, 'Invoice', 'CustomerRef', 'Customer'),
  AgedPayables: (asked) => aged(asked, 'Bill', 'VendorRef', 'Vendor'),
  TransactionList: transactionList,
};

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

export function report(request: SandboxRequest, context: Context): SandboxResponse {
  const { query, params } = request;
  const name = params['name'] ?? '';
  const maker = Object.hasOwn(makers, name) ? makers[name] : undefined;
  const now = today(context.now());
  const aging = name.startsWith('Aged');
  const [start, end] = aging ? [null, query.get('report_date')] : [query.get('start_date'), query.get('end_date')];
  // An end without a beginning is ignored.
  const both = aging || start !== null;
  const to = (both ? end : null) ?? now;
  const from = start ?? `${to.slice(0, 8)}01`;
  if (maker === undefined)
    return refuse(request, context, {
      status: 400,
      code: '5020',
      message: 'Permission Denied Error',
      detail: `Report ${name} is not known.`,
    });
  if (!isDay(from) || !isDay(to) || from > to)
    return refuse(request, context, {
      status: 400,
      code: '4000',
      message: 'Invalid parameter',
      detail: 'A date of the report is no date, or they are the wrong way round.',
    });
  const { state } = context;
  const made = maker({ state, entries: entriesOf(state), from, to, cleared: query.get('cleared') });
  const empty = made.rows.length === 0;
  return answer(request, context, {
    Header: {
      Time: new Date(context.now()).toISOString(),
      ReportName: name,
      ReportBasis: query.get('accounting_method') ?? 'Accrual',
      ...(aging ? {} : { StartPeriod: from }),
      EndPeriod: to,
      SummarizeColumnsBy: 'Total',
      Currency: state.company.currency,
      Option: [
        { Name: 'AccountingStandard', Value: 'GAAP' },
        { Name: 'NoReportData', Value: String(empty) },
      ],
    },
    Columns: {
      Column: made.columns.map(([ColTitle, ColType, Value]) => ({
        ColTitle,
        ColType,
        MetaData: [{ Name: 'ColKey', Value }],
      })),
    },
    Rows: empty ? {} : { Row: made.rows },
  });
}

// --- rows -----------------------------------------------------------------------------------------------------------------

const text = (cents: number): string => (cents / 100).toFixed(2);

interface Line {
  readonly name: string;
  readonly id?: string;
  readonly cells: readonly string[];
}

const cells = ({ name, id, cells: rest }: Line): JsonObject[] => [
  { value: name, ...(id === undefined ? {} : { id }) },
  ...rest.map((value) => ({ value })),
];

const leaf = (line: Line): JsonObject => ({ type: 'Data', ColData: cells(line) });

/** Sections without rows are only their sum. */
function section(name: string, group: string | undefined, rows: readonly JsonObject[], sum: Line): JsonObject {
  const inside =
    rows.length === 0
      ? {}
      : { Header: { ColData: cells({ name, cells: sum.cells.map(() => '') }) }, Rows: { Row: rows } };
  return { type: 'Section', ...(group === undefined ? {} : { group }), ...inside, Summary: { ColData: cells(sum) } };
}

const amounts: readonly Column[] = [
  ['', 'Account', 'account'],
  ['Total', 'Money', 'total'],
];

function sums(entries: readonly Entry[], from: string, to: string): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const { date, account, cents } of entries)
    if (date >= from && date <= to) totals.set(account, (totals.get(account) ?? 0) + cents);
  return totals;
}

interface Held {
  readonly rows: readonly JsonObject[];
  readonly cents: number;
}

/** Accounts of these types that hold anything. `sign` -1: credits are positive. */
function held({ state }: Asked, totals: ReadonlyMap<string, number>, types: readonly string[], sign: 1 | -1): Held {
  const rows: JsonObject[] = [];
  let sum = 0;
  for (const account of state.tables.Account) {
    const cents = sign * (totals.get(idOf(account)) ?? 0);
    if (!types.includes(textAt(account, 'AccountType') ?? '') || cents === 0) continue;
    sum += cents;
    rows.push(leaf({ name: textAt(account, 'Name') ?? '', id: idOf(account), cells: [text(cents)] }));
  }
  return { rows, cents: sum };
}

function profitAndLoss(asked: Asked): Table {
  const totals = sums(asked.entries, asked.from, asked.to);
  const income = held(asked, totals, ['Income'], -1);
  const spent = held(asked, totals, ['Expense', 'Cost of Goods Sold'], 1);
  if (income.rows.length + spent.rows.length === 0) return { columns: amounts, rows: [] };
  const net = income.cents - spent.cents;
  const only = (name: string, group: string) => section(name, group, [], { name, cells: [text(net)] });
  return {
    columns: amounts,
    rows: [
      section('Income', 'Income', income.rows, { name: 'Total Income', cells: [text(income.cents)] }),
      section('Gross Profit', 'GrossProfit', [], { name: 'Gross Profit', cells: [text(income.cents)] }),
      section('Expenses', 'Expenses', spent.rows, { name: 'Total Expenses', cells: [text(spent.cents)] }),
      only('Net Operating Income', 'NetOperatingIncome'),
      only('Net Income', 'NetIncome'),
    ],
  };
}

const beginning = '0000-01-01';

function balanceSheet(asked: Asked): Table {
  const totals = sums(asked.entries, beginning, asked.to);
  const bank = held(asked, totals, ['Bank'], 1);
  const others = held(asked, totals, ['Accounts Receivable', 'Other Current Asset'], 1);
  const owed = held(asked, totals, ['Accounts Payable', 'Credit Card', 'Other Current Liability'], -1);
  const kept = held(asked, totals, ['Equity'], -1);
  const profit =
    held(asked, totals, ['Income'], -1).cents - held(asked, totals, ['Expense', 'Cost of Goods Sold'], 1).cents;
  const assets = bank.cents + others.cents;
  if (totals.size === 0) return { columns: amounts, rows: [] };
  const sum = (name: string, cents: number): Line => ({ name, cells: [text(cents)] });
  const income = leaf(sum('Net Income', profit));
  const inner = [
    section('Bank Accounts', undefined, bank.rows, sum('Total Bank Accounts', bank.cents)),
    section('Other Current Assets', undefined, others.rows, sum('Total Other Current Assets', others.cents)),
  ];
  const equity = section('Equity', 'Equity', [...kept.rows, income], sum('Total Equity', kept.cents + profit));
  const liabilities = section('Liabilities', 'Liabilities', owed.rows, sum('Total Liabilities', owed.cents));
  return {
    columns: amounts,
    rows: [
      section('Assets', 'TotalAssets', inner, sum('Total Assets', assets)),
      section(
        'Liabilities and Equity',
        'TotalLiabilitiesAndEquity',
        [liabilities, equity],
        sum('Total Liabilities and Equity', owed.cents + kept.cents + profit),
      ),
    ],
  };
}

function trialBalance(asked: Asked): Table {
  const columns: readonly Column[] = [
    ['', 'Account', 'account'],
    ['Debit', 'Money', 'debit_amt'],
    ['Credit', 'Money', 'credit_amt'],
  ];
  const totals = sums(asked.entries, beginning, asked.to);
  let sum = 0;
  const rows = asked.state.tables.Account.flatMap((account) => {
    const cents = totals.get(idOf(account)) ?? 0;
    if (cents === 0) return [];
    sum += Math.max(0, cents);
    const sides = cents > 0 ? [text(cents), ''] : ['', text(-cents)];
    return [leaf({ name: textAt(account, 'Name') ?? '', id: idOf(account), cells: sides })];
  });
  if (rows.length === 0) return { columns, rows };
  return {
    columns,
    rows: [...rows, section('TOTAL', 'GrandTotal', [], { name: 'TOTAL', cells: [text(sum), text(sum)] })],
  };
}

const buckets = ['Current', '1 - 30', '31 - 60', '61 - 90', '91 and over', 'Total'];

function aged(asked: Asked, entity: 'Invoice' | 'Bill', reference: string, who: string): Table {
  const columns: readonly Column[] = [
    ['', who, who.toLowerCase()],
    ...buckets.map((title): Column => [title, 'Money', title.toLowerCase().replaceAll(' ', '_')]),
  ];
  const open = new Map<string, { name: string; sums: number[] }>();
  for (const row of asked.state.tables[entity]) {
    const cents = centsAt(row, 'Balance');
    if (cents === 0 || (textAt(row, 'TxnDate') ?? '') > asked.to) continue;
    const id = textAt(row, `${reference}.value`) ?? '';
    const line = open.get(id) ?? { name: textAt(row, `${reference}.name`) ?? '', sums: buckets.map(() => 0) };
    const days = (Date.parse(asked.to) - Date.parse(textAt(row, 'DueDate') ?? asked.to)) / 86_400_000;
    const bucket = days <= 0 ? 0 : Math.min(4, Math.ceil(days / 30));
    for (const place of [bucket, 5]) line.sums[place] = (line.sums[place] ?? 0) + cents;
    open.set(id, line);
  }
  if (open.size === 0) return { columns, rows: [] };
  const shown = (list: readonly number[]) => list.map((cents) => (cents === 0 ? '' : text(cents)));
  const rows = [...open].map(([id, { name, sums: list }]) => leaf({ name, id, cells: shown(list) }));
  const all = buckets.map((_, place) =>
    [...open.values()].reduce((sum, { sums: list }) => sum + (list[place] ?? 0), 0),
  );
  return { columns, rows: [...rows, section('TOTAL', 'GrandTotal', [], { name: 'TOTAL', cells: shown(all) })] };
}

const listed: readonly (readonly [Entity, string])[] = [
  ['Invoice', 'Invoice'],
  ['Payment', 'Payment'],
  ['Deposit', 'Deposit'],
  ['Bill', 'Bill'],
  ['BillPayment', 'Bill Payment (Cheque)'],
  ['Purchase', 'Expense'],
  ['Transfer', 'Transfer'],
];

function transactionList({ state, from, to, cleared }: Asked): Table {
  const columns: readonly Column[] = [
    ['Date', 'Date', 'tx_date'],
    ['Transaction Type', 'String', 'txn_type'],
    ['No.', 'String', 'doc_num'],
    ['Amount', 'Money', 'subt_nat_amount'],
  ];
  const rows = listed.flatMap(([entity, type]) =>
    state.tables[entity].flatMap((row) => {
      const date = textAt(row, 'TxnDate') ?? '';
      const status = state.cleared[`${entity}:${idOf(row)}`] ?? 'Uncleared';
      if (date < from || date > to || (cleared !== null && status !== cleared)) return [];
      const amount = text(centsAt(row, entity === 'Transfer' ? 'Amount' : 'TotalAmt'));
      // Here the id stands on the second cell: the first is the date.
      return [
        {
          type: 'Data',
          ColData: [
            { value: date },
            { value: type, id: idOf(row) },
            { value: textAt(row, 'DocNumber') ?? '' },
            { value: amount },
          ],
        },
      ];
    }),
  );
  return { columns, rows };
}
