/**
 * Harbour Training, the one business every sandbox is seeded with. Everything is computed from the tables beside this file by
 * fixed rules, so it is the same on every machine and every day; its year runs from May to November 2026. Called by the host.
 */
import type { Business, BusinessBill, BusinessInvoice, Course, Enrolment, Person } from '../../contract/index.ts';
import { courses } from './courses.ts';
import { abn } from './identifiers.ts';
import { companies, people, suppliers } from './people.ts';

/** The day the story has reached: later enrolments are in the future, earlier invoices are due or paid. */
export const storyDay = '2026-11-20';

const firstDay = '2026-05-09';

function plusDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

function pick<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length];
  if (item === undefined) throw new RangeError('the list is empty');
  return item;
}

const students = people.filter(({ role }) => role === 'student');
/** Units and short courses take a day or two; a qualification takes months. */
const brief = courses.filter(({ kind }) => kind !== 'qualification');
const long = courses.filter(({ kind }) => kind === 'qualification');

function enrolment(index: number): Enrolment {
  const person = pick(students, index);
  const round = Math.floor(index / students.length);
  const course = index % 9 === 4 ? pick(long, index) : pick(brief, index * 3 + round * 2);
  const startedOn = plusDays(firstDay, Math.floor(index * 3.15) + (index % 4));
  const days = course.kind === 'qualification' ? 150 : 2 + (index % 12);
  const endsOn = plusDays(startedOn, days);
  const status =
    index % 17 === 11
      ? 'withdrawn'
      : startedOn > storyDay
        ? 'enrolled'
        : endsOn > storyDay
          ? 'in_progress'
          : 'completed';
  return {
    id: `enrolment_${String(index + 1).padStart(2, '0')}`,
    person: person.id,
    course: course.id,
    status,
    startedOn,
    completedOn: status === 'completed' ? endsOn : undefined,
  };
}

const enrolments: readonly Enrolment[] = Array.from({ length: 64 }, (_, index) => enrolment(index));

/** Each enrolment is billed a week before it begins: to the employer when there is one and the number is even, else to the person. */
function enrolmentInvoice(taken: Enrolment, index: number): Omit<BusinessInvoice, 'number'> {
  const person = find(people, taken.person);
  const course = find(courses, taken.course);
  const workbook = { description: `${course.code} workbook`, course: course.id, quantity: 1, unitAmount: '24.50' };
  return {
    id: `invoice_${taken.id.slice('enrolment_'.length)}`,
    customer: index % 2 === 0 ? (person.employer ?? person.id) : person.id,
    ...dates(plusDays(taken.startedOn, -7), index, taken.status === 'withdrawn'),
    lines: [
      {
        description: `${course.code} ${course.title}: ${person.firstName} ${person.lastName}`,
        course: course.id,
        quantity: 1,
        unitAmount: course.fee,
      },
      ...(index % 3 === 0 ? [workbook] : []),
    ],
  };
}

/** Employers also book whole groups, at a lower price for each place. */
function groupInvoice(company: { readonly id: string }, index: number): Omit<BusinessInvoice, 'number'> {
  const course = pick(brief, index + 1);
  return {
    id: `invoice_g${index + 1}`,
    customer: company.id,
    ...dates(plusDays(firstDay, 20 + index * 24), index, false),
    lines: [
      {
        description: `${course.code} ${course.title}: group booking`,
        course: course.id,
        quantity: 6 + index,
        unitAmount: groupPrice(course),
      },
      { description: 'Trainer travel', course: undefined, quantity: 1, unitAmount: '85.00' },
    ],
  };
}

/** Nine tenths, rounded down to ten cents, so that 10 % GST is always whole cents. */
function groupPrice(course: Course): string {
  const cents = Number(course.fee.replace('.', ''));
  const lower = Math.floor((cents * 9) / 100) * 10;
  return `${Math.floor(lower / 100)}.${String(lower % 100).padStart(2, '0')}`;
}

/** Issue, due and payment dates, and the status they had reached on the story's day. Some customers never pay on time. */
function dates(
  issuedOn: string,
  index: number,
  cancelled: boolean,
): Pick<BusinessInvoice, 'issuedOn' | 'dueOn' | 'paidOn' | 'status'> {
  const dueOn = plusDays(issuedOn, 14);
  const paidOn = plusDays(issuedOn, 3 + ((index * 5) % 19));
  if (cancelled) return { issuedOn, dueOn, paidOn: undefined, status: 'void' };
  if (issuedOn >= plusDays(storyDay, -8)) return { issuedOn, dueOn, paidOn: undefined, status: 'draft' };
  if (paidOn > storyDay || index % 11 === 7) return { issuedOn, dueOn, paidOn: undefined, status: 'open' };
  return { issuedOn, dueOn, paidOn, status: 'paid' };
}

const invoices: readonly BusinessInvoice[] = [...enrolments.map(enrolmentInvoice), ...companies.map(groupInvoice)]
  .toSorted((a, b) => (a.issuedOn === b.issuedOn ? (a.id < b.id ? -1 : 1) : a.issuedOn < b.issuedOn ? -1 : 1))
  .map((invoice, index) => ({ ...invoice, number: `INV-${String(index + 1).padStart(4, '0')}` }));

const billRows: readonly (readonly [string, string, string])[] = [
  ['supplier_01', 'Rent, training rooms', '4200.00'],
  ['supplier_02', 'Manikins and bandages', '613.40'],
  ['supplier_03', 'Printed workbooks', '288.60'],
  ['supplier_04', 'Internet', '129.90'],
  ['supplier_05', 'Coffee beans', '96.00'],
];

/** Rent and internet come monthly, the rest every other month. */
const bills: readonly BusinessBill[] = Array.from({ length: 7 }, (_, month) =>
  billRows
    .filter((_row, index) => index === 0 || index === 3 || (month + index) % 2 === 0)
    .map(([supplier, description, amount]) => ({
      supplier,
      description,
      amount,
      issuedOn: `2026-${String(5 + month).padStart(2, '0')}-01`,
    })),
)
  .flat()
  .map((bill, index) => {
    const dueOn = plusDays(bill.issuedOn, 30);
    const paidOn = plusDays(bill.issuedOn, 21 + (index % 9));
    return {
      id: `bill_${String(index + 1).padStart(2, '0')}`,
      number: `${bill.supplier.slice(-2)}-${2026_000 + index}`,
      ...bill,
      dueOn,
      paidOn: paidOn <= storyDay ? paidOn : undefined,
    };
  });

function find<T extends Person | Course>(list: readonly T[], id: string): T {
  const found = list.find((item) => item.id === id);
  if (found === undefined) throw new RangeError(`the seed names ${id}, which does not exist`);
  return found;
}

export const harbourTraining: Business = {
  name: 'Harbour Training',
  legalName: 'Harbour Training Pty Ltd',
  abn: abn(993_410_220),
  email: 'office@harbourtraining.example',
  phone: '+61855500001',
  timeZone: 'Australia/Perth',
  currency: 'AUD',
  country: 'AU',
  companies,
  people,
  courses,
  enrolments,
  invoices,
  suppliers,
  bills,
};
