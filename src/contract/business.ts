/**
 * The one business every sandbox is seeded with: Harbour Training, a small Australian training provider. The same people, courses
 * and invoices appear at every vendor, so that flows across systems make sense. The data is in src/sandbox/seed.
 */
export interface Business {
  readonly name: string;
  readonly legalName: string;
  readonly abn: string;
  readonly email: string;
  readonly phone: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly country: string;
  /** Employers and sponsors. Ids are ours; each sandbox derives the vendor's ids from them. */
  readonly companies: readonly Company[];
  readonly people: readonly Person[];
  readonly courses: readonly Course[];
  readonly enrolments: readonly Enrolment[];
  readonly invoices: readonly BusinessInvoice[];
  readonly suppliers: readonly Company[];
  readonly bills: readonly BusinessBill[];
}

export interface Address {
  readonly line1: string;
  readonly city: string;
  readonly state: string;
  readonly postcode: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
}

export interface Company {
  readonly id: string;
  readonly name: string;
  readonly abn: string;
  readonly email: string;
  readonly phone: string;
  readonly address: Address;
}

export interface Person {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** E.164. */
  readonly phone: string;
  /** ISO date. */
  readonly dateOfBirth: string;
  readonly gender: 'female' | 'male' | 'other';
  /** Unique Student Identifier, made up but well formed. */
  readonly usi: string;
  readonly address: Address;
  /** Id of the employer, when there is one. */
  readonly employer: string | undefined;
  readonly role: 'student' | 'trainer' | 'administrator';
}

export interface Course {
  readonly id: string;
  /** National code, e.g. `HLTAID011`. */
  readonly code: string;
  readonly title: string;
  readonly kind: 'qualification' | 'unit' | 'short_course';
  /** Decimal string, tax exclusive, AUD. */
  readonly fee: string;
  /** Units of a qualification, by course id. */
  readonly units: readonly string[];
  readonly trainer: string;
}

export interface Enrolment {
  readonly id: string;
  readonly person: string;
  readonly course: string;
  readonly status: 'enrolled' | 'in_progress' | 'completed' | 'withdrawn';
  /** ISO dates. */
  readonly startedOn: string;
  readonly completedOn: string | undefined;
}

export interface BusinessInvoice {
  readonly id: string;
  readonly number: string;
  /** The person or company billed. */
  readonly customer: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly status: 'draft' | 'open' | 'paid' | 'void';
  readonly paidOn: string | undefined;
  readonly lines: readonly {
    readonly description: string;
    readonly course: string | undefined;
    readonly quantity: number;
    /** Tax exclusive decimal string. */ readonly unitAmount: string;
  }[];
}

export interface BusinessBill {
  readonly id: string;
  readonly number: string;
  readonly supplier: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly paidOn: string | undefined;
  readonly description: string;
  readonly amount: string;
}
