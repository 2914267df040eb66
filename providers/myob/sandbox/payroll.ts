/** Payroll of the sandbox as MYOB writes it: payroll details with leave, categories, timesheets by window, pays that were processed. Called by ../sandbox.ts. */
import type { JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { badQuery } from './answers.ts';
import { dayStart, linkTo, nameOf, units } from './render.ts';
import { baseHourly, baseSalary } from './chart.ts';
import {
  divided,
  rowVersion,
  type Advice,
  type Category,
  type Context,
  type Employment,
  type State,
  type TimesheetEntry,
} from './state.ts';

export function renderEmployment(employment: Employment, state: State): JsonObject {
  const employee = state.employees.find(({ id }) => id === employment.employee);
  const hours = 38;
  const leave = state.categories.find(({ name }) => name === 'Annual Leave Accrual');
  return {
    UID: employment.id,
    Employee: linkTo(employee),
    DateOfBirth: '1980-02-29T00:00:00',
    Gender: 'Female',
    StartDate: dayStart(employment.started),
    TerminationDate: null,
    EmploymentBasis: 'Individual',
    EmploymentCategory: 'Permanent',
    EmploymentStatus: employment.salaried ? 'FullTime' : 'PartTime',
    EmploymentClassification: null,
    PaySlipDelivery: 'ToBeEmailed',
    PaySlipEmail: employee?.email ?? null,
    Wage: {
      PayBasis: employment.salaried ? 'Salary' : 'Hourly',
      AnnualSalary: units(employment.rate * hours * 52),
      HourlyRate: units(employment.rate),
      PayFrequency: 'Fortnightly',
      HoursInWeeklyPayPeriod: hours,
      WageCategories: [],
    },
    Superannuation: {
      SuperannuationFund: { UID: employment.id, Name: 'Harbour Super' },
      EmployeeMembershipNumber: `M-${employment.row}`,
      SuperannuationCategories: [],
    },
    Entitlements:
      leave === undefined
        ? []
        : [
            {
              EntitlementCategory: { UID: leave.id, Name: leave.name, URI: '' },
              IsAssigned: true,
              CarryOver: 0,
              YearToDate: employment.leave_hours / 100,
              Total: employment.leave_hours / 100,
            },
          ],
    Deductions: [],
    EmployerExpenses: [],
    Tax: {
      TaxFileNumber: '123 456 782',
      TaxTable: { UID: employment.id, Name: 'Tax Free Threshold' },
      WithholdingVariationRate: 0,
      TotalRebatesPerYear: 0,
      ExtraTaxPerPay: 0,
      TaxCategory: null,
    },
    TimeBilling: { CostPerHour: 0, EmployeeBillingRateExcludingTax: 0 },
    LastModified: new Date(employment.updated).toISOString(),
    URI: '',
    RowVersion: rowVersion(employment.row),
  };
}

export function renderCategory(category: Category): JsonObject {
  const wage = {
    WageType: category.detail === 'salary' ? 'Salary' : 'Hourly',
    HourlyDetails:
      category.detail === 'salary'
        ? null
        : {
            PayRate: 'RegularRate',
            RegularRateMultiplier: category.detail === 'overtime' ? 1.5 : 1,
            FixedHourlyRate: 0,
          },
  };
  return {
    UID: category.id,
    Name: category.name,
    Type: category.kind,
    StpCategory: null,
    ...(category.kind === 'Wage' ? wage : {}),
    ...(category.kind === 'Superannuation' ? { ContributionType: 'SuperannuationGuarantee' } : {}),
    LastModified: new Date(category.updated).toISOString(),
    URI: '',
    RowVersion: rowVersion(category.row),
  };
}

function timesheetOf(
  employee: string,
  entries: readonly TimesheetEntry[],
  window: { readonly from: string; readonly to: string },
  state: State,
): JsonObject {
  const lines = Map.groupBy(entries, ({ category, notes }) => `${category} ${notes}`);
  return {
    Employee: linkTo(state.employees.find(({ id }) => id === employee)),
    StartDate: dayStart(window.from),
    EndDate: dayStart(window.to),
    Lines: [...lines.values()].map((line) => {
      const category = state.categories.find(({ id }) => id === line[0]?.category);
      return {
        PayrollCategory: category === undefined ? null : { UID: category.id, Name: category.name, URI: '' },
        Job: null,
        Activity: null,
        Customer: null,
        Notes: line[0]?.notes ?? '',
        Entries: line.map((entry) => ({
          Date: dayStart(entry.date),
          Hours: entry.hours / 100,
          Processed: entry.processed,
        })),
      };
    }),
    URI: '',
  };
}

/** Both dates are needed, and the answer is what was asked for: the same days, cut out of everybody's hours. */
export function timesheets(request: SandboxRequest, { state }: Context): SandboxResponse {
  const [from, to] = [request.query.get('StartDate') ?? '', request.query.get('EndDate') ?? ''].map((day) =>
    day.slice(0, 10),
  );
  if (from === undefined || to === undefined || ![from, to].every((day) => /^\d{4}-\d\d-\d\d$/.test(day)) || from > to)
    return badQuery('StartDate and EndDate are required, in this order.');
  const wanted = request.params['id'];
  const inside = state.timesheets.filter(
    ({ date, employee }) => date >= from && date <= to && (wanted === undefined || wanted === employee),
  );
  const items = [...Map.groupBy(inside, ({ employee }) => employee)].map(([employee, entries]) =>
    timesheetOf(employee, entries, { from, to }, state),
  );
  return { body: { Items: items, NextPageLink: null, Count: items.length } };
}

export interface AdviceLine {
  readonly category: Category;
  /** Hundredths. */
  readonly hours: number;
  readonly cents: number;
}

/** Wage, tax held back, and super on top, which is no part of the gross. */
export function adviceLines(advice: Advice, state: State): { readonly gross: number; readonly lines: AdviceLine[] } {
  const employment = state.employments.find(({ employee }) => employee === advice.employee);
  const gross = divided(BigInt(employment?.rate ?? 0) * BigInt(advice.hours), 100n);
  const part = (percent: number) => divided(BigInt(gross) * BigInt(percent), 100n);
  const line = (wanted: (category: Category) => boolean, hours: number, cents: number): AdviceLine[] => {
    const category = state.categories.find(wanted);
    return category === undefined ? [] : [{ category, hours, cents }];
  };
  const base = employment?.salaried === true ? baseSalary : baseHourly;
  return {
    gross,
    lines: [
      ...line(({ id }) => id === base, advice.hours, gross),
      ...line(({ kind }) => kind === 'Tax', 0, -part(22)),
      ...line(({ kind }) => kind === 'Superannuation', 0, part(12)),
    ],
  };
}

export function renderAdvice(advice: Advice, state: State): JsonObject {
  const employee = state.employees.find(({ id }) => id === advice.employee);
  const rate = state.employments.find((one) => one.employee === advice.employee)?.rate ?? 0;
  const { gross, lines } = adviceLines(advice, state);
  const tax = lines.find(({ category }) => category.kind === 'Tax')?.cents ?? 0;
  return {
    Employer: { CompanyName: state.files[0]?.name ?? '', ABNOrTFN: '51 824 753 556' },
    Employee: employee === undefined ? null : { UID: employee.id, Name: nameOf(employee), DisplayID: employee.display },
    PaymentDate: dayStart(advice.paid),
    PayPeriodStartDate: dayStart(advice.from),
    PayPeriodEndDate: dayStart(advice.to),
    PayFrequency: 'Fortnightly',
    AnnualSalary: units(rate * 38 * 52),
    HourlyRate: units(rate),
    GrossPay: units(gross),
    NetPay: units(gross + tax),
    ChequeNumber: advice.cheque,
    SuperannuationFund: { Name: 'Harbour Super' },
    EmploymentClassification: null,
    Lines: lines.map(({ category, hours, cents }) => ({
      PayrollCategory: { UID: category.id, Name: category.name, Type: category.kind, URI: '' },
      Hours: hours / 100,
      CalculationRate: hours === 0 ? 0 : units(rate),
      Amount: units(cents),
      YearToDate: units(cents * 3),
    })),
  };
}
