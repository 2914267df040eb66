/** The shapes of MYOB's payroll lists, as far as the maps look at them. Called by payroll.ts. */
import { z } from 'plugboard/contract';
import { amount, link, text } from './raw.ts';

const id = z.string().min(1);

/** What it also holds (tax file number, birthday, super membership) is taken away before anything is kept; see payroll.ts. */
export const rawEmployment = z.object({
  UID: id,
  Employee: link,
  StartDate: text,
  TerminationDate: text,
  EmploymentBasis: text,
  EmploymentCategory: text,
  EmploymentStatus: text,
  Wage: z
    .object({
      PayBasis: text,
      AnnualSalary: amount,
      HourlyRate: amount,
      PayFrequency: text,
      HoursInWeeklyPayPeriod: amount,
    })
    .nullish(),
  Superannuation: z.object({ SuperannuationFund: z.object({ Name: text }).nullish() }).nullish(),
  Entitlements: z
    .array(z.object({ EntitlementCategory: link, IsAssigned: z.boolean().nullish(), Total: amount }))
    .nullish(),
  LastModified: text,
});
export type RawEmployment = z.infer<typeof rawEmployment>;

export const rawPayItem = z.object({
  UID: id,
  Name: z.string(),
  Type: text,
  WageType: text,
  ContributionType: text,
  HourlyDetails: z.object({ PayRate: text, RegularRateMultiplier: amount, FixedHourlyRate: amount }).nullish(),
  StpCategory: text,
  LastModified: text,
});
export type RawPayItem = z.infer<typeof rawPayItem>;

export const rawTimesheet = z.object({
  Employee: link,
  StartDate: text,
  EndDate: text,
  Lines: z
    .array(
      z.object({
        PayrollCategory: link,
        Job: z.object({ UID: text }).nullish(),
        Customer: z.object({ UID: text }).nullish(),
        Notes: text,
        Entries: z.array(z.object({ Date: text, Hours: amount, Processed: z.boolean().nullish() })).nullish(),
      }),
    )
    .nullish(),
});
export type RawTimesheet = z.infer<typeof rawTimesheet>;

export const rawPayAdvice = z.object({
  Employee: link,
  PaymentDate: text,
  PayPeriodStartDate: text,
  PayPeriodEndDate: text,
  GrossPay: amount,
  NetPay: amount,
  ChequeNumber: z.union([z.string(), z.number()]).nullish(),
  Lines: z
    .array(
      z.object({
        PayrollCategory: z.object({ UID: text, Name: text, Type: text }).nullish(),
        Hours: amount,
        CalculationRate: amount,
        Amount: amount,
      }),
    )
    .nullish(),
});
export type RawPayAdvice = z.infer<typeof rawPayAdvice>;
