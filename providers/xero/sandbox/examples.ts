/** An input of each action that this organisation accepts; see `example` of the sandbox contract. */
import type { JsonObject } from 'plugboard/contract';
import type { State } from './state.ts';

export function example(action: string, { state, nth }: { state: State; nth: number }): JsonObject | undefined {
  const contact = state.contacts.find(({ status }) => status === 'ACTIVE');
  const owed = state.invoices.filter((one) => one.status === 'AUTHORISED');
  switch (action) {
    case 'create_contact':
      return { name: `Nguyễn Training ${nth}`, email: `office.${nth}@nguyen.example` };
    case 'create_invoice':
      return {
        contact_id: contact?.id ?? '',
        status: 'open',
        issued_on: '2026-11-20',
        due_on: '2026-12-04',
        tax_treatment: 'exclusive',
        reference: `enrolment-${nth}`,
        lines: [{ description: 'First aid course', quantity: '2', unit_amount: '150.00', account_code: '200' }],
      };
    case 'record_payment':
      return {
        invoice_id: owed[nth % owed.length]?.id ?? '',
        account_code: '090',
        amount: '1.00',
        paid_on: '2026-11-20',
      };
    default:
      return undefined;
  }
}
