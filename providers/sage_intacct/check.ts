/** Proves the credentials and finds out what the user may read: one row of each kind is asked for. Called by index.ts. */
import { PlugboardError, type CheckContext, type CheckResult } from 'plugboard/contract';
import type { Question } from './api.ts';
import { account, customer, invoice, journalEntry, ledgerLine, payment } from './entities.ts';
import { lacksRight } from './errors.ts';
import { ledgerStart } from './ledger.ts';
import { apiOf } from './ways.ts';

interface Probe extends Pick<Question, 'entity'>, Partial<Pick<Question, 'where'>> {
  /** Streams and actions that cannot do without. */
  readonly names: readonly string[];
  /** As Sage's roles call it. */
  readonly right: string;
}

const probes: readonly Probe[] = [
  { entity: account, names: ['gl_accounts'], right: 'Accounts in General Ledger' },
  {
    entity: customer,
    names: ['customers', 'create_customer', 'create_invoice'],
    right: 'Customers in Accounts Receivable',
  },
  { entity: invoice, names: ['invoices', 'create_invoice'], right: 'Invoices in Accounts Receivable' },
  { entity: payment, names: ['payments'], right: 'Payments in Accounts Receivable' },
  { entity: journalEntry, names: ['journal_entries'], right: 'Journal entries in General Ledger' },
];

/** Far ahead there are no entries, so that the slow view of the ledger has nothing to work out. */
const ledgerProbe: Probe = {
  entity: ledgerLine,
  where: [{ field: 'entryDate', is: 'at_least', values: ['2999-01-01'] }],
  names: ['gl_details'],
  right: 'General ledger details in General Ledger',
};

/** Throws what Sage refuses altogether, and the refusal of the first kind when the user may read none. */
export async function check(context: CheckContext): Promise<CheckResult> {
  const { settings, method } = context;
  const wanted = ledgerStart(settings) === undefined ? probes : [...probes, ledgerProbe];
  const api = apiOf(method);
  const absent: Record<string, string> = {};
  const refusals: PlugboardError[] = [];
  let company: string | undefined;
  for (const { entity, where = [], names, right } of wanted) {
    try {
      const answer = await api.query({ entity, where, size: 1 }, context);
      company ??= answer.company;
    } catch (error) {
      if (!(error instanceof PlugboardError) || !lacksRight(error)) throw error;
      refusals.push(error);
      for (const name of names) absent[name] ??= `The user may not read this: its role needs ${right}.`;
    }
  }
  const [refusal] = refusals;
  if (refusal !== undefined && refusals.length === wanted.length) throw refusal;
  const entity = settings['entity_id'] ?? '';
  const name = [company ?? 'Sage Intacct', ...(entity === '' ? [] : [`entity ${entity}`])].join(', ');
  return {
    message: `Connected to ${name}`,
    // The REST API says nowhere whose company it is.
    account:
      company === undefined ? undefined : { id: entity === '' ? company : `${company}|${entity}`, name, meta: {} },
    absent,
  };
}
