import { createSecretKey } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { keyFields, keyFor, keysIn, madeWith, rules, ruleNames, type RuleName } from './link-rules.ts';

/** Made up, and well formed. */
const usis = ['KLDU76GKSH', '4XAZG7MKS8', 'M977R9RKSW', 'PXZJBC2LSC'];
const abns = ['51824753556', '29991200310', '31991201323'];

const secret = createSecretKey(Buffer.alloc(32, 1));
const valuesOf = (fields: Readonly<Record<string, string>>) => keyFields.map((field) => fields[field] ?? null);

describe('normalising', () => {
  test.each<[RuleName, string, string | undefined]>([
    ['email', '  Ada.Lovelace@Example.COM ', 'ada.lovelace@example.com'],
    ['email', 'STRASSE@größe.example', 'strasse@größe.example'],
    ['email', 'ada', undefined],
    ['email', '@', undefined],
    ['email', 'Ada <ada@example.com>', undefined],
    ['email', 'a@example.com, b@example.com', undefined],
    ['email', `${'a'.repeat(250)}@example.com`, undefined],
    ['abn', '51 824 753 556', '51824753556'],
    ['abn', 'ABN: 51-824-753-556', '51824753556'],
    ['abn', '51 824 753 557', undefined],
    ['abn', 'GB123456789', undefined],
    ['abn', '00 000 000 000', undefined],
    ['usi', 'bnghhx7d4b', undefined],
    ['usi', '', undefined],
    ['usi', 'ABCDEFGH10', undefined],
    ['course_code', ' bsb 30120 ', 'BSB30120'],
    ['course_code', 'A', undefined],
    ['student_number', ' 00101 ', '00101'],
    ['student_number', '7', undefined],
    ['course_id', 'x'.repeat(255), undefined],
  ])('%s %j is %j', (rule, value, normal) => {
    expect(rules[rule].normalise(value)).toBe(normal);
  });

  it('takes well-formed USIs and ABNs, and none with one character changed', () => {
    for (const usi of usis) {
      expect(rules.usi.normalise(` ${usi.toLowerCase()} `)).toBe(usi);
      for (let at = 0; at < 10; at += 1) {
        const changed = usi.slice(0, at) + (usi[at] === 'Z' ? 'Y' : 'Z') + usi.slice(at + 1);
        expect(rules.usi.normalise(changed), changed).toBeUndefined();
      }
    }
    for (const abn of abns) {
      expect(rules.abn.normalise(abn)).toBe(abn);
      for (let at = 1; at < 11; at += 1) {
        const changed = abn.slice(0, at) + ((Number(abn[at]) + 1) % 10) + abn.slice(at + 1);
        expect(rules.abn.normalise(changed), changed).toBeUndefined();
      }
    }
  });
});

describe('the keys of a record', () => {
  const [usi = ''] = usis;

  it('are of its own model, each once, and tell nothing', () => {
    const values = valuesOf({
      usi,
      student_number: usi,
      email: 'ada@example.com',
      tax_number: '51824753556',
      code: 'BSB',
    });
    const keys = keysIn(secret, 'student', values);
    expect(keys.map(({ rule }) => rule)).toEqual(['usi', 'student_number', 'email']);
    expect(keys.every(({ digest }) => /^[0-9a-f]{32}$/.test(digest))).toBe(true);
    expect(JSON.stringify(keys)).not.toContain('ada');
    expect(keysIn(secret, 'contact', values).map(({ rule }) => rule)).toEqual(['abn', 'email']);
    expect(keysIn(secret, 'unit', values).map(({ rule }) => rule)).toEqual(['course_code']);
    expect(keysIn(secret, 'course', valuesOf({}))).toEqual([]);
  });

  it('differ by rule and by tenant, and not by how they were written', () => {
    const of = (rule: RuleName, value: string, by = secret) => keyFor(by, rule, value)?.digest;
    expect(of('email', 'A@b.example')).toBe(of('email', ' a@B.example'));
    expect(of('student_number', 'ab12')).not.toBe(of('course_id', 'ab12'));
    expect(of('email', 'a@b.example')).not.toBe(of('email', 'a@b.example', createSecretKey(Buffer.alloc(32, 2))));
    expect(of('email', 'nobody')).toBeUndefined();
    expect(madeWith(secret)).not.toEqual(madeWith(createSecretKey(Buffer.alloc(32, 2))));
    expect(new Set(ruleNames.map((rule) => of(rule, '51824753556'))).size).toBeGreaterThan(1);
  });
});
