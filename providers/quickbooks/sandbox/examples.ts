/** An input of each action that this company accepts; see `example` of the sandbox contract. */
import type { JsonObject } from 'plugboard/contract';
import { centsAt, idOf, type State } from './state.ts';

export function example(action: string, { state, nth }: { state: State; nth: number }): JsonObject | undefined {
  const [customer] = state.tables.Customer;
  const open = state.tables.Invoice.filter((row) => centsAt(row, 'Balance') > 1000);
  switch (action) {
    case 'create_customer':
      return { name: `Nguyễn Training ${nth}`, email: `office.${nth}@nguyen.example`, phone: '(08) 5550 1234' };
    case 'create_invoice':
      return {
        customer_id: customer === undefined ? '' : idOf(customer),
        issued_on: '2026-11-20',
        due_on: '2026-12-04',
        lines: [
          { item_id: '1', description: 'First aid course', quantity: '2', unit_amount: '150.00', tax_code: '10' },
        ],
      };
    case 'record_payment': {
      const invoice = open[nth % Math.max(1, open.length)];
      return { invoice_id: invoice === undefined ? '' : idOf(invoice), amount: '1.00', paid_on: '2026-11-20' };
    }
    default:
      return undefined;
  }
}
