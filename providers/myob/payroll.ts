/**
 * Payroll, which exists in Australian files only and is read when the tenant says so. Tax file numbers, birthdays, super memberships and bank
 * accounts are taken away before anything is kept. Called by streams.ts.
 */
import {
  fail,
  stream,
  type Batch,
  type JsonObject,
  type JsonValue,
  type PagesContext,
  type Settings,
} from 'plugboard/contract';
import { at, isObject, keyAt, listAt, numberAt, textAt, toLocal } from 'plugboard/kit';
import { inFile } from './file.ts';
import { cards } from './lists.ts';
import { mapEmployee } from './maps.ts';
import { mapEmployment, mapPayAdvice, mapPayItem, mapTimesheet } from './maps-payroll.ts';
import { cardsAtOnce, counting } from './paging.ts';
import { rawEmployee } from './raw.ts';
import { rawEmployment, rawPayAdvice, rawPayItem, rawTimesheet } from './raw-payroll.ts';
import { walk } from './sections.ts';
import { dayOf, momentOf } from './values.ts';

export const absentOn = {
  codes: ['permission_denied', 'not_found', 'unsupported'],
  reason:
    'Payroll is switched off, or this file has none, or the user may not read it: the setting payroll must be yes when it is connected.',
} as const;

/** Without the setting the scopes were not asked for, and the call could only be refused. */
export function wantsPayroll(settings: Settings): boolean {
  return settings['payroll'] === 'yes';
}

function insistOnPayroll(settings: Settings): void {
  if (!wantsPayroll(settings)) throw fail('unsupported', 'Payroll is switched off.');
}

const employeeCards = cards({
  model: 'employee',
  summary: 'Employees, those who left included.',
  path: '/Contact/Employee',
  raw: rawEmployee,
  absentOn,
  map: mapEmployee,
});

export const employees = stream({
  ...employeeCards,
  request: (context) => {
    insistOnPayroll(context.settings);
    return employeeCards.request(context);
  },
});

/** Everything else of the payroll details goes: what is not on this list is never kept. */
const keptOfEmployment = [
  'UID',
  'Employee',
  'StartDate',
  'TerminationDate',
  'EmploymentBasis',
  'EmploymentCategory',
  'EmploymentStatus',
  'EmploymentClassification',
  'Wage',
  'Entitlements',
  'LastModified',
  'RowVersion',
];

function employmentOf(item: unknown): unknown {
  if (!isObject(item)) return item;
  const fund = textAt(item, 'Superannuation.SuperannuationFund.Name');
  return {
    ...Object.fromEntries(Object.entries(item).filter(([name]) => keptOfEmployment.includes(name))),
    ...(fund === undefined ? {} : { Superannuation: { SuperannuationFund: { Name: fund } } }),
  };
}

export const employments = stream({
  model: 'employment',
  summary: 'Terms of employment, pay rates, and leave left in hours.',
  raw: rawEmployment,
  // Leave changes with each pay, and nothing says that this counts as a change of the card.
  incremental: { style: 'none' },
  deletions: 'swept',
  absentOn,
  request: ({ account, settings }) => {
    insistOnPayroll(settings);
    return { url: inFile(account, '/Contact/EmployeePayrollDetails'), query: { $top: cardsAtOnce } };
  },
  items: (body) => listAt('Items')(body).map(employmentOf),
  paginate: counting,
  key: keyAt('UID'),
  updatedAt: (item) => momentOf(item['LastModified']),
  map: mapEmployment,
});

const kinds = ['Wage', 'Deduction', 'Entitlement', 'Expense', 'Superannuation', 'Tax'];

async function* readPayItems(context: PagesContext): AsyncGenerator<Batch, void, void> {
  insistOnPayroll(context.settings);
  const sections = kinds.map((kind) => ({
    path: `/Payroll/PayrollCategory/${kind}`,
    query: { $top: cardsAtOnce },
  }));
  yield* walk(sections, context);
}

export const payItems = stream({
  model: 'pay_item',
  summary: 'Payroll categories: wages, deductions, leave, employer expenses, superannuation and tax.',
  raw: rawPayItem,
  incremental: { style: 'none' },
  deletions: 'swept',
  absentOn,
  pages: readPayItems,
  key: keyAt('UID'),
  updatedAt: (item) => momentOf(item['LastModified']),
  map: mapPayItem,
});

export const payAdvices = stream({
  model: 'pay_advice',
  summary: 'Pays that were processed: gross, net and their lines, for each employee and pay day.',
  raw: rawPayAdvice,
  incremental: { style: 'none' },
  deletions: 'swept',
  absentOn,
  request: ({ account, settings }) => {
    insistOnPayroll(settings);
    return { url: inFile(account, '/Report/Payroll/EmployeePayrollAdvice'), query: { $top: cardsAtOnce } };
  },
  items: listAt('Items'),
  paginate: counting,
  // A pay has no id of its own.
  key: (item) => {
    const employee = textAt(item, 'Employee.UID');
    const day = dayOf(item['PaymentDate']);
    return employee === undefined || day === null
      ? undefined
      : `${employee}:${day}:${textAt(item, 'ChequeNumber') ?? ''}`;
  },
  map: mapPayAdvice,
});

// --- timesheets -----------------------------------------------------------------------------------------------------------

const weeksBack = 12;
const dayMs = 86_400_000;

/** Monday and Sunday of the weeks that are read: twelve before the one it is at the site, that one, and the next. */
export function weeksAt(now: string, zone: string): readonly { readonly from: string; readonly to: string }[] {
  const today = Date.parse((toLocal(now, zone) ?? now).slice(0, 10));
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * dayMs;
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return Array.from({ length: weeksBack + 2 }, (_, index) => {
    const from = monday + (index - weeksBack) * 7 * dayMs;
    return { from: day(from), to: day(from + 6 * dayMs) };
  });
}

/** A run that was killed goes on with the weeks it began, also when it is another week by then. */
function begunAt(resume: JsonValue | undefined): { readonly now: string; readonly next: number } | undefined {
  const now = textAt(resume, 'now');
  const next = numberAt(resume, 'next');
  return now === undefined || Number.isNaN(Date.parse(now)) || next === undefined ? undefined : { now, next };
}

async function* readTimesheets(context: PagesContext): AsyncGenerator<Batch, void, void> {
  const { http, account, settings, resume } = context;
  insistOnPayroll(settings);
  const { now, next } = begunAt(resume) ?? { now: context.now, next: 0 };
  const weeks = weeksAt(now, settings['time_zone'] ?? 'Australia/Sydney');
  for (let index = next; index < weeks.length; index += 1) {
    const week = weeks[index];
    if (week === undefined) return;
    const query = { StartDate: week.from, EndDate: week.to };
    const { body } = await http.send({ url: inFile(account, '/Payroll/Timesheet'), query });
    yield { items: listAt('Items')(body), resume: index + 1 < weeks.length ? { now, next: index + 1 } : undefined };
  }
}

export const timesheets = stream({
  model: 'timesheet',
  summary: 'Hours by employee and week (Monday to Sunday): the last twelve weeks, this one and the next.',
  raw: rawTimesheet,
  incremental: { style: 'none' },
  // Older weeks are not read any more, which does not mean they are gone.
  deletions: 'never',
  absentOn,
  pages: readTimesheets,
  key: (item: JsonObject) => {
    const employee = textAt(item, 'Employee.UID');
    const from = dayOf(at(item, 'StartDate'));
    return employee === undefined || from === null ? undefined : `${employee}:${from}`;
  },
  map: mapTimesheet,
});
