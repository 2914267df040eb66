/**
 * What JR Plus answers, as far as it is read. Nothing but ids is needed: elements are left out or empty when there is nothing, and only
 * some are documented. Everything is text: XML has no numbers. Unknown elements pass. Called by streams.ts and the maps.
 */
import { z } from 'plugboard/contract';

const text = z.string().nullish();
const id = z.string().min(1);

/**
 * Elements of one name inside a wrapper: XML does not say whether one of them is a list. Empty ones, and an empty wrapper, are nothing.
 */
function elements<Item>(item: z.ZodType<Item>) {
  const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
  return z.preprocess((value) => listed(value).filter((one) => one !== undefined && one !== null), z.array(item));
}

const address = z.looseObject({
  primary: text,
  'street-address1': text,
  'street-address2': text,
  suburb: text,
  'post-code': text,
  state: text,
  country: text,
  location: text,
});
const contactDetail = z.looseObject({ primary: text, 'contact-type': text, value: text, location: text });

const ownField = z.looseObject({ name: text, value: text });
const invoiceOption = z.looseObject({ name: text, total: text, enabled: text, 'date-from': text, 'date-to': text });

const partyMembers = {
  'party-identifier': id,
  'party-type': text,
  'contact-method': text,
  'created-on': text,
  'updated-on': text,
  addresses: z.looseObject({ address: elements(address) }).nullish(),
  'contact-details': z.looseObject({ 'contact-detail': elements(contactDetail) }).nullish(),
  'ad-hoc-fields': z.looseObject({ 'ad-hoc-field': elements(ownField) }).nullish(),
  /** Nowhere documented: for installations that say it plainly, by an override profile. */
  email: text,
};

export const rawStudent = z.looseObject({
  ...partyMembers,
  surname: text,
  'first-name': text,
  'middle-name': text,
  'known-by': text,
  'birth-date': text,
  gender: text,
  title: text,
  login: text,
  'usi-number': text,
  'usi-status': text,
  'employer-party-identifier': text,
  avetmiss: z.looseObject({}).nullish(),
});
export type RawStudent = z.infer<typeof rawStudent>;

export const rawEmployer = z.looseObject({
  ...partyMembers,
  'legal-name': text,
  'trading-name': text,
  website: text,
  abn: text,
});
export type RawEmployer = z.infer<typeof rawEmployer>;

export const rawCourse = z.looseObject({
  'course-number': id,
  'course-name': text,
  'course-information': text,
  'course-status': text,
  'course-scope-code': text,
  'course-scope-name': text,
  'start-date': text,
  'end-date': text,
  'enrolment-start-date': text,
  'enrolment-end-date': text,
  'maximum-enrolments': text,
  'minimum-enrolments': text,
  'total-enrolments': text,
  'created-on': text,
  'updated-on': text,
  'invoice-options': z.looseObject({ 'invoice-option': elements(invoiceOption) }).nullish(),
});
export type RawCourse = z.infer<typeof rawCourse>;

/** A unit as part of a course, which the answer does not name. */
export const rawUnit = z.looseObject({
  'course-number': id,
  id,
  'unit-code': text,
  'unit-name': text,
  'unit-type': text,
  'nominal-hours': text,
  sequence: text,
  'updated-on': text,
});
export type RawUnit = z.infer<typeof rawUnit>;

export const rawEnrolment = z.looseObject({
  'enrolment-identifier': id,
  'party-identifier': text,
  'course-number': text,
  'course-name': text,
  'course-scope-code': text,
  'enrolment-status': text,
  'study-reason': text,
  'invoice-option': text,
  'start-date': text,
  'end-date': text,
  'completed-on': text,
  'created-on': text,
  'updated-on': text,
});
export type RawEnrolment = z.infer<typeof rawEnrolment>;

/** What is listed for an enrolment, with the enrolment and the student it was asked for. */
const ofEnrolment = { 'enrolment-identifier': id, 'party-identifier': text, id };

export const rawUnitResult = z.looseObject({
  ...ofEnrolment,
  'unit-code': text,
  'unit-name': text,
  'unit-status': text,
  'outcome-identifier-avetmiss': text,
  'outcome-identifier-training-organisation': text,
  'start-date': text,
  'end-date': text,
  'assessor-name': text,
  'hours-attended': text,
  'updated-on': text,
});
export type RawUnitResult = z.infer<typeof rawUnitResult>;

export const rawAssessment = z.looseObject({
  ...ofEnrolment,
  'unit-code': text,
  title: text,
  'assessment-method': text,
  attempt: text,
  'assessment-status': text,
  mark: text,
  'submitted-on': text,
  'assessed-on': text,
  'assessor-name': text,
  'updated-on': text,
});
export type RawAssessment = z.infer<typeof rawAssessment>;
