/**
 * What a stream or an action asks of Sage Intacct, whichever API answers: rows of an entity, in the order of their keys. Two
 * implementations, xml-api.ts and rest-api.ts; ways.ts picks one by the way in.
 */
import type { JsonObject, JsonValue, ProviderHttp, Settings } from 'plugboard/contract';
import type { Entity } from './entities.ts';

/** Fields by their kept names, values in their kept form. */
export interface Where {
  readonly field: string;
  readonly is: 'at_least' | 'at_most' | 'above' | 'one_of';
  readonly values: readonly string[];
}

export interface Question {
  readonly entity: Entity;
  readonly where: readonly Where[];
  /** Rows wanted at once. */
  readonly size: number;
}

export interface Rows {
  readonly rows: readonly JsonObject[];
  /** Are there rows after these? */
  readonly more: boolean;
  /** Company id, where the answer says whose rows they are. */
  readonly company: string | undefined;
}

export interface Caller {
  readonly http: ProviderHttp;
  readonly settings: Settings;
}

export interface NewCustomer {
  readonly id: string | undefined;
  readonly name: string;
  readonly taxId: string | undefined;
  readonly currency: string | undefined;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly mobile: string | undefined;
  readonly fax: string | undefined;
  readonly address: Readonly<Record<'line1' | 'line2' | 'city' | 'state' | 'postCode' | 'country', string | undefined>>;
}

export interface NewInvoice {
  /** Natural id of the customer. */
  readonly customer: string;
  readonly isDraft: boolean;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly number: string | undefined;
  readonly reference: string | undefined;
  readonly description: string | undefined;
  readonly currency: string | undefined;
  readonly lines: readonly {
    readonly description: string;
    readonly amount: string;
    readonly account: string;
    readonly location: string | undefined;
    readonly department: string | undefined;
    readonly tax: string | undefined;
  }[];
}

export interface Api {
  /** In the order of `key`, ascending. */
  query(question: Question, caller: Caller): Promise<Rows>;
  /** Both answer the new key. `once`: Sage Intacct takes it one time only; a second time is `conflict`, or the first answer again. */
  createCustomer(customer: NewCustomer, once: string, caller: Caller): Promise<string>;
  createInvoice(invoice: NewInvoice, once: string, caller: Caller): Promise<string>;
}

/** One row as it is kept: only the fields asked for, nested by their dots. `read` answers text or nothing. */
export function keptRow(entity: Entity, read: (field: string) => string | undefined): JsonObject {
  const row: Record<string, JsonValue> = {};
  for (const name of Object.keys(entity.fields)) {
    const value = read(name);
    put(row, name.split('.'), value === undefined || value === '' ? null : value);
  }
  return row;
}

function put(into: Record<string, JsonValue>, [name = '', ...rest]: readonly string[], value: JsonValue): void {
  const inner: Record<string, JsonValue> = { ...Object(into[name]) };
  if (rest.length > 0) put(inner, rest, value);
  into[name] = rest.length === 0 ? value : inner;
}
