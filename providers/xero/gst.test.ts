/** GST on invoices made at Xero, by the engine against the sandbox: to the cent, with the tax in the prices and without. */
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { JsonObject } from 'plugboard/contract';
import { openRig, type Connection, type Rig } from 'plugboard/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actions } from './actions.ts';
import xero from './index.ts';
import sandbox from './sandbox.ts';
import type { State } from './sandbox/state.ts';

let rig: Rig<State>;
let connection: Connection;
beforeAll(async () => {
  rig = await openRig({ provider: xero, sandbox, folder: fileURLToPath(new URL('.', import.meta.url)) });
  connection = await rig.connect();
  await rig.box.control.switches('xero', { limits: 'off' });
});
afterAll(() => rig.stop());

function createInvoice(input: JsonObject, idempotencyKey: string) {
  const { settings, account } = connection;
  const { create_invoice: action } = actions;
  const http = connection.open('action');
  return action.run({ http, input: action.input.parse(input), idempotencyKey, settings, account, method: 'oauth2' });
}

const cents = (text: string | null) => BigInt((text ?? '').replace('.', ''));
/** Ten-thousandths as a decimal string. */
const shown = (value: bigint) => `${value / 10_000n}.${String(value % 10_000n).padStart(4, '0')}`;
/** Half away from zero, of positive numbers. */
const rounded = (numerator: bigint, denominator: bigint) => (2n * numerator + denominator) / (2n * denominator);

test('totals and tax of a created invoice are those of its lines (property)', async () => {
  const line = fc.record({
    quantity: fc.bigInt({ min: 1n, max: 40_000n }),
    price: fc.bigInt({ min: 1n, max: 99_999_999n }),
    tax: fc.constantFrom('OUTPUT', 'EXEMPTOUTPUT'),
  });
  const contact = rig.box.state().contacts[0]?.id ?? '';
  let number = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 5 }),
      fc.constantFrom('inclusive', 'exclusive'),
      async (lines, treatment) => {
        number += 1;
        const input = {
          contact_id: contact,
          status: 'open',
          due_on: '2026-12-04',
          tax_treatment: treatment,
          lines: lines.map(({ quantity, price, tax }) => ({
            description: 'Place',
            quantity: shown(quantity),
            unit_amount: shown(price),
            account_code: '200',
            tax_code: tax,
          })),
        };
        const { output } = await createInvoice(input, `property-${number}`);
        let [entered, gst] = [0n, 0n];
        for (const { quantity, price, tax } of lines) {
          const amount = rounded(quantity * price, 1_000_000n);
          entered += amount;
          if (tax === 'OUTPUT') gst += rounded(amount, treatment === 'inclusive' ? 11n : 10n);
        }
        const total = treatment === 'inclusive' ? entered : entered + gst;
        expect(output.data).toMatchObject({ tax_treatment: treatment, currency: 'AUD' });
        expect(cents(output.data.tax_total)).toBe(gst);
        expect(cents(output.data.total)).toBe(total);
        expect(cents(output.data.subtotal)).toBe(total - gst);
        expect(output.data.amount_due).toBe(output.data.total);
        const ofLines = output.data.lines.reduce((sum, { tax_amount: tax }) => sum + cents(tax), 0n);
        expect(ofLines).toBe(gst);
      },
    ),
    { numRuns: 40 },
  );
});
