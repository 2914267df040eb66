/** MYOB's payroll -> unified models. Pure and total; what payroll knows of tax file numbers, birthdays and bank accounts is never looked at. Called by payroll.ts. */
import type { MapContext, Models } from 'plugboard/contract';
import { sumOf } from 'plugboard/kit';
import type { RawEmployment, RawPayAdvice, RawPayItem, RawTimesheet } from './raw-payroll.ts';
import { bookCurrency, dayOf, momentOf, money, number, oneOf, text } from './values.ts';

const employmentKinds: Readonly<Record<string, Models['employment']['kind']>> = {
  FullTime: 'full_time',
  PartTime: 'part_time',
  Casual: 'casual',
  Other: 'other',
};
const bases: Readonly<Record<string, Models['employment']['pay_basis']>> = { Salary: 'salary', Hourly: 'hourly' };
const frequencies: Readonly<Record<string, Models['employment']['pay_frequency']>> = {
  Weekly: 'weekly',
  Fortnightly: 'fortnightly',
  TwiceAMonth: 'twice_a_month',
  Monthly: 'monthly',
};

export function mapEmployment(raw: RawEmployment, context: MapContext): Models['employment'] {
  const currency = bookCurrency(context);
  return {
    employee_id: text(raw.Employee?.UID),
    employee_name: text(raw.Employee?.Name),
    started_on: dayOf(raw.StartDate),
    ended_on: dayOf(raw.TerminationDate),
    category: text(raw.EmploymentCategory)?.toLowerCase() ?? null,
    kind: oneOf(employmentKinds, raw.EmploymentStatus, null),
    pay_basis: oneOf(bases, raw.Wage?.PayBasis, null),
    pay_frequency: oneOf(frequencies, raw.Wage?.PayFrequency, null),
    currency,
    annual_salary: money(raw.Wage?.AnnualSalary, currency),
    hourly_rate: money(raw.Wage?.HourlyRate, currency),
    hours_per_period: number(raw.Wage?.HoursInWeeklyPayPeriod),
    super_fund_name: text(raw.Superannuation?.SuperannuationFund?.Name),
    leave: (raw.Entitlements ?? [])
      .filter(({ IsAssigned }) => IsAssigned !== false)
      .map(({ EntitlementCategory, Total }) => ({
        pay_item_id: text(EntitlementCategory?.UID),
        name: text(EntitlementCategory?.Name) ?? '',
        hours: number(Total),
      })),
    updated_at: momentOf(raw.LastModified) ?? null,
    custom: {},
  };
}

const payItemKinds: Readonly<Record<string, Models['pay_item']['kind']>> = {
  Wage: 'wage',
  WagesGroup: 'wage',
  HourlyGroup: 'wage',
  Deduction: 'deduction',
  Entitlement: 'leave',
  Expense: 'employer_expense',
  Superannuation: 'superannuation',
  Tax: 'tax',
};

export function mapPayItem(raw: RawPayItem, context: MapContext): Models['pay_item'] {
  const hourly = raw.HourlyDetails;
  return {
    name: raw.Name,
    kind: oneOf(payItemKinds, raw.Type, 'other'),
    type: text(raw.WageType) ?? text(raw.ContributionType),
    hourly_rate: hourly?.PayRate === 'FixedHourly' ? money(hourly.FixedHourlyRate, bookCurrency(context)) : null,
    rate_multiplier: hourly?.PayRate === 'RegularRate' ? number(hourly.RegularRateMultiplier) : null,
    updated_at: momentOf(raw.LastModified) ?? null,
    custom: {},
  };
}

/** An entry without a day or hours says nothing. */
function mapEntries(
  entries: NonNullable<RawTimesheet['Lines']>[number]['Entries'],
): Models['timesheet']['lines'][number]['entries'] {
  return (entries ?? []).flatMap(({ Date: day, Hours, Processed }) => {
    const [on, hours] = [dayOf(day), number(Hours)];
    return on === null || hours === null ? [] : [{ on, hours, is_processed: Processed ?? null }];
  });
}

export function mapTimesheet(raw: RawTimesheet): Models['timesheet'] {
  const lines = (raw.Lines ?? []).map((line) => ({
    pay_item_id: text(line.PayrollCategory?.UID),
    pay_item_name: text(line.PayrollCategory?.Name),
    job_id: text(line.Job?.UID),
    contact_id: text(line.Customer?.UID),
    notes: text(line.Notes),
    entries: mapEntries(line.Entries),
  }));
  return {
    employee_id: text(raw.Employee?.UID),
    employee_name: text(raw.Employee?.Name),
    from: dayOf(raw.StartDate),
    to: dayOf(raw.EndDate),
    hours: number(sumOf(lines.flatMap(({ entries }) => entries.map(({ hours }) => hours))) ?? '0'),
    lines,
    updated_at: null,
    custom: {},
  };
}

export function mapPayAdvice(raw: RawPayAdvice, context: MapContext): Models['pay_advice'] {
  const currency = bookCurrency(context);
  return {
    employee_id: text(raw.Employee?.UID),
    employee_name: text(raw.Employee?.Name),
    paid_on: dayOf(raw.PaymentDate),
    from: dayOf(raw.PayPeriodStartDate),
    to: dayOf(raw.PayPeriodEndDate),
    currency,
    gross: money(raw.GrossPay, currency),
    net: money(raw.NetPay, currency),
    reference: text(raw.ChequeNumber === null || raw.ChequeNumber === undefined ? null : String(raw.ChequeNumber)),
    lines: (raw.Lines ?? []).map((line) => ({
      pay_item_id: text(line.PayrollCategory?.UID),
      name: text(line.PayrollCategory?.Name),
      kind: oneOf(payItemKinds, line.PayrollCategory?.Type, 'other'),
      hours: number(line.Hours),
      rate: money(line.CalculationRate, currency),
      total: money(line.Amount, currency),
    })),
    custom: {},
  };
}
