import { describe, expect, test } from 'vitest';
import { toMinor } from '../../contract/index.ts';
import { harbourTraining, storyDay } from './business.ts';
import { abn, usiCheck } from './identifiers.ts';

const { people, companies, suppliers, courses, enrolments, invoices, bills } = harbourTraining;

describe('Harbour Training', () => {
  test('is large enough to page through and small enough to read', () => {
    expect([people.length, companies.length, courses.length, enrolments.length, invoices.length]).toEqual([
      40, 8, 13, 64, 72,
    ]);
    expect(suppliers.length).toBeGreaterThan(3);
    expect(bills.length).toBeGreaterThan(20);
  });

  test('ids, e-mail addresses, USIs, ABNs and numbers are unique', () => {
    const everything = [people, companies, suppliers, courses, enrolments, invoices, bills].flat();
    expect(new Set(everything.map(({ id }) => id)).size).toBe(everything.length);
    const parties = [...people, ...companies, ...suppliers];
    expect(new Set(parties.map(({ email }) => email)).size).toBe(parties.length);
    expect(new Set(people.map(({ usi }) => usi)).size).toBe(people.length);
    expect(new Set([...companies, ...suppliers, harbourTraining].map((one) => one.abn)).size).toBe(
      companies.length + suppliers.length + 1,
    );
    expect(new Set([...invoices, ...bills].map(({ number }) => number)).size).toBe(invoices.length + bills.length);
  });

  test('what points at something points at something that exists', () => {
    const parties = new Set([...people, ...companies].map(({ id }) => id));
    const ids = (list: readonly { readonly id: string }[]) => new Set(list.map(({ id }) => id));
    for (const { employer } of people) expect([...ids(companies), undefined]).toContain(employer);
    for (const { units, trainer } of courses) {
      expect(people.find(({ id }) => id === trainer)?.role).toBe('trainer');
      for (const unit of units) expect(ids(courses)).toContain(unit);
    }
    for (const { person, course } of enrolments) {
      expect(ids(people)).toContain(person);
      expect(ids(courses)).toContain(course);
    }
    for (const { customer } of invoices) expect(parties).toContain(customer);
    for (const { supplier } of bills) expect(ids(suppliers)).toContain(supplier);
  });

  test('nobody can be reached: example domains and numbers kept for fiction', () => {
    for (const { email, phone } of [...people, ...companies, ...suppliers, harbourTraining]) {
      expect(email).toMatch(/^[a-z.]+@[a-z.]+\.example$/);
      expect(phone).toMatch(/^\+61[2378]5550\d{4}$/);
    }
  });

  test('USIs and ABNs pass the official check', () => {
    for (const { usi } of people) {
      expect(usi).toMatch(/^[2-9A-HJ-NP-Z]{10}$/);
      expect(usiCheck(usi.slice(0, 9))).toBe(usi[9]);
    }
    // The ATO's own example.
    expect(abn(824_753_556)).toBe('51824753556');
  });

  test('GST at 10 % is whole cents on every line', () => {
    for (const { lines } of invoices) {
      expect(lines.length).toBeGreaterThan(0);
      for (const { unitAmount, quantity } of lines) expect((toMinor(unitAmount, 'AUD') * quantity) % 10).toBe(0);
    }
    for (const { amount } of bills) expect(toMinor(amount, 'AUD') % 10).toBe(0);
  });

  test('dates agree with statuses and stay between May and November 2026', () => {
    for (const { issuedOn, dueOn, paidOn, status } of invoices) {
      expect(issuedOn >= '2026-05-01' && issuedOn <= storyDay).toBe(true);
      expect(dueOn > issuedOn).toBe(true);
      expect(paidOn !== undefined).toBe(status === 'paid');
      expect(paidOn === undefined || (paidOn > issuedOn && paidOn <= storyDay)).toBe(true);
    }
    for (const { status, startedOn, completedOn } of enrolments) {
      expect(completedOn !== undefined).toBe(status === 'completed');
      expect(completedOn === undefined || (completedOn > startedOn && completedOn <= storyDay)).toBe(true);
    }
    expect(new Set(invoices.map(({ status }) => status))).toEqual(new Set(['draft', 'open', 'paid', 'void']));
    expect(new Set(enrolments.map(({ status }) => status))).toEqual(
      new Set(['enrolled', 'in_progress', 'completed', 'withdrawn']),
    );
  });

  test('has the names that break connectors', () => {
    const names = people.map(({ firstName, lastName }) => `${firstName} ${lastName}`);
    expect(names.some((name) => name.includes("'"))).toBe(true);
    expect(names.some((name) => /\p{Script=Han}/u.test(name))).toBe(true);
    expect(names.some((name) => /\p{Script=Arabic}/u.test(name))).toBe(true);
    expect(names.some((name) => name.length > 60)).toBe(true);
  });
});
