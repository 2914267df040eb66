/**
 * By what records of different systems are recognised as one: the one table of which fields of which models carry keys, and how sure
 * each kind of key makes us. Values are compared exactly, after normalising; a value that cannot be what its field says (an ABN with a
 * wrong check digit, an e-mail address without @) is no key. Used by link-follow.ts, link-settle.ts and the lookup by key.
 */
import { createHmac, type KeyObject } from 'node:crypto';
import type { ModelName, Models } from '../../contract/models/index.ts';
import type { LinkKind } from '../../store/links-tables.ts';

export const ruleNames = ['usi', 'abn', 'student_number', 'course_code', 'course_id', 'email'] as const;
export type RuleName = (typeof ruleNames)[number];

export interface LinkRule {
  /** How sure we are that two records with the same key are one, 0 to 1. */
  readonly confidence: number;
  /**
   * So many records of one model in one integration may carry a key; with more it identifies nobody (the mailbox of an office, a code used
   * for every intake), links nobody, and is reported as suggestions.
   */
  readonly most: number;
  /** Given once to one person or company by a register: links records of one system, too, and two different ones keep records apart. */
  readonly certain: boolean;
  /** The key a value makes; undefined: it is none. */
  readonly normalise: (value: string) => string | undefined;
}

export const rules: Readonly<Record<RuleName, LinkRule>> = {
  // A register's number is entered twice where somebody was registered twice, or a company has several accounts.
  usi: { confidence: 1, most: 5, certain: true, normalise: usiOf },
  abn: { confidence: 1, most: 5, certain: true, normalise: abnOf },
  // Numbers an organisation gives itself: one system may count for itself, and meet another's number by accident.
  student_number: { confidence: 0.9, most: 1, certain: false, normalise: codeOf },
  course_code: { confidence: 0.9, most: 1, certain: false, normalise: courseCodeOf },
  course_id: { confidence: 0.9, most: 1, certain: false, normalise: codeOf },
  email: { confidence: 0.8, most: 1, certain: false, normalise: emailOf },
};

/** Links below this wait for a person. */
export const linkedFrom = 0.75;
/** A key that too many carry. */
export const sharedConfidence = 0.4;
/** A key that speaks for a link, when something else speaks against it. */
export const contradictedConfidence = 0.5;

type KeyField<Name extends ModelName> = { readonly field: keyof Models[Name] & string; readonly rule: RuleName };
type LinkModels = {
  readonly [Name in ModelName]?: { readonly is: LinkKind; readonly keys: readonly KeyField<Name>[] };
};

/** The models that are linked. Models with the same rule are compared with each other. */
export const linkModels = {
  student: {
    is: 'person',
    keys: [
      { field: 'usi', rule: 'usi' },
      // Some schools number their students by USI.
      { field: 'student_number', rule: 'usi' },
      { field: 'student_number', rule: 'student_number' },
      { field: 'email', rule: 'email' },
    ],
  },
  // A person until something says that it is a company: see `kindOf` in link-settle.ts.
  contact: {
    is: 'person',
    keys: [
      { field: 'tax_number', rule: 'abn' },
      { field: 'email', rule: 'email' },
    ],
  },
  course: {
    is: 'course',
    keys: [
      { field: 'code', rule: 'course_code' },
      { field: 'external_id', rule: 'course_id' },
    ],
  },
  qualification: { is: 'course', keys: [{ field: 'code', rule: 'course_code' }] },
  unit: { is: 'course', keys: [{ field: 'code', rule: 'course_code' }] },
} as const satisfies LinkModels;
export type LinkModel = keyof typeof linkModels;

export const linkModelNames = Object.keys(linkModels).filter((name): name is LinkModel => isLinkModel(name));

export function isLinkModel(model: string): model is LinkModel {
  return Object.hasOwn(linkModels, model);
}

/** Every field that carries a key of some model, in the order they are read from the database. */
export const keyFields: readonly string[] = [
  ...new Set(linkModelNames.flatMap((model) => linkModels[model].keys.map(({ field }) => field))),
];

export interface Key {
  readonly rule: RuleName;
  /** Hexadecimal. */
  readonly digest: string;
}

/** A key object, and not its bytes: from bytes one is made for every digest, which takes six times as long. */
export type LinkKey = KeyObject;

/** The keys of a record, from its values of {@link keyFields}; each once. */
export function keysIn(secret: LinkKey, model: LinkModel, values: readonly (string | null)[]): readonly Key[] {
  const found = new Map<string, Key>();
  for (const { field, rule } of linkModels[model].keys) {
    const value = values[keyFields.indexOf(field)];
    const key = value === null || value === undefined ? undefined : keyFor(secret, rule, value);
    if (key !== undefined) found.set(key.digest, key);
  }
  return [...found.values()];
}

/** The key of a value, as one would type it. Undefined: it is none. */
export function keyFor(secret: LinkKey, rule: RuleName, value: string): Key | undefined {
  const normal = rules[rule].normalise(value);
  if (normal === undefined) return undefined;
  const mac = createHmac('sha256', secret).update(`${rule}\0${normal}`).digest('hex');
  return { rule, digest: mac.slice(0, digestBytes * 2) };
}

/** 128 bits: no two values of a tenant meet by accident. */
const digestBytes = 16;

/** Changes with the tenant's secret and with the rules; then all keys are made anew. Raise it when a rule or a normaliser changes. */
const rulesVersion = 1;

export function madeWith(secret: LinkKey): Buffer {
  return createHmac('sha256', secret).update(`rules ${rulesVersion}`).digest().subarray(0, 8);
}

/** Longer values are text, and no key. */
const longest = 254;

function emailOf(value: string): string | undefined {
  const text = value.trim().normalize('NFC').toLowerCase();
  return text.length <= longest && /^[^\s@<>,;]+@[^\s@<>,;]+$/u.test(text) ? text : undefined;
}

/** An id as it is, but for blanks around it. A lone digit or letter says too little. */
function codeOf(value: string): string | undefined {
  const text = value.trim().normalize('NFC');
  return text.length >= 2 && text.length <= longest ? text : undefined;
}

/** `bsb 30120` is BSB30120. */
function courseCodeOf(value: string): string | undefined {
  const text = value.normalize('NFC').replaceAll(/\s/gu, '').toUpperCase();
  return text.length >= 2 && text.length <= longest ? text : undefined;
}

const usiAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Ten characters of an alphabet without 0, 1, I and O, the last one a check character (Luhn modulo 32). */
function usiOf(value: string): string | undefined {
  const text = value.replaceAll(/\s/gu, '').toUpperCase();
  const places = Array.from(text, (character) => usiAlphabet.indexOf(character));
  if (places.length !== 10 || places.includes(-1)) return undefined;
  const sum = places.toReversed().reduce((total, place, index) => {
    const weighed = place * (index % 2 === 0 ? 1 : 2);
    return total + Math.floor(weighed / 32) + (weighed % 32);
  }, 0);
  return sum % 32 === 0 ? text : undefined;
}

const abnWeights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];

/** Eleven digits, however they are grouped, that pass the register's check (weights modulo 89). Numbers of other countries do not. */
function abnOf(value: string): string | undefined {
  const text = value.replace(/^\s*ABN\b[:\s]*/i, '').replaceAll(/[\s.-]/gu, '');
  if (!/^[1-9]\d{10}$/.test(text)) return undefined;
  const sum = Array.from(text, Number).reduce(
    (total, digit, index) => total + (index === 0 ? digit - 1 : digit) * (abnWeights[index] ?? 0),
    0,
  );
  return sum % 89 === 0 ? text : undefined;
}
