/**
 * What aXcelerate answers, as far as it is read: names are in upper case, nothing but ids is needed, texts may come as numbers. Unknown
 * members pass. Called by streams.ts and the maps.
 */
import { z } from 'plugboard/contract';

const id = z.union([z.string().min(1), z.number()]);
const text = z.union([z.string(), z.number(), z.boolean()]).nullish();
const list = z.array(z.unknown()).nullish();

export const rawContact = z.looseObject({
  CONTACTID: id,
  GIVENNAME: text,
  SURNAME: text,
  MIDDLENAME: text,
  PREFERREDNAME: text,
  TITLE: text,
  EMAILADDRESS: text,
  SEX: text,
  DOB: text,
  USI: text,
  USI_VERIFIED: text,
  OPTIONALID: text,
  ORGANISATION: text,
  ORGID: text,
  PHONE: text,
  MOBILEPHONE: text,
  WORKPHONE: text,
  ADDRESS1: text,
  ADDRESS2: text,
  CITY: text,
  STATE: text,
  POSTCODE: text,
  COUNTRY: text,
  SADDRESS1: text,
  SADDRESS2: text,
  SCITY: text,
  SSTATE: text,
  SPOSTCODE: text,
  SCOUNTRY: text,
  CATEGORYIDS: list,
});
export type RawContact = z.infer<typeof rawContact>;

export const rawOrganisation = z.looseObject({
  ORGID: id,
  NAME: text,
  LEGALNAME: text,
  ABN: text,
  PARENTORGID: text,
  DETAILS: z
    .array(
      z.looseObject({
        TYPE: text,
        PHONE: text,
        EMAILADDRESS: text,
        ADDRESS1: text,
        ADDRESS2: text,
        CITY: text,
        STATE: text,
        POSTCODE: text,
        COUNTRY: text,
      }),
    )
    .nullish(),
});
export type RawOrganisation = z.infer<typeof rawOrganisation>;

export const rawCourse = z.looseObject({
  ID: id,
  TYPE: id,
  CODE: text,
  NAME: text,
  STREAMNAME: text,
  COST: text,
  GST_TYPE: text,
  DELIVERY: text,
  DURATION: text,
  DURATIONTYPE: text,
  ISACTIVE: text,
  SHORTDESCRIPTION: text,
  LASTUPDATEDUTC: text,
});
export type RawCourse = z.infer<typeof rawCourse>;

/** With the type it was searched for, which it does not say itself. */
export const rawInstance = z.looseObject({
  INSTANCEID: id,
  TYPE: id,
  ID: text,
  NAME: text,
  STARTDATE: text,
  FINISHDATE: text,
  LOCATION: text,
  COST: text,
  GST_TYPE: text,
  OWNERCONTACTID: text,
  TRAINERCONTACTID: text,
  PARTICIPANTS: text,
  MAXPARTICIPANTS: text,
  MINPARTICIPANTS: text,
  PARTICIPANTVACANCY: text,
  ENROLMENTOPEN: text,
  ISACTIVE: text,
  STATUS: text,
  LASTUPDATEDUTC: text,
});
export type RawInstance = z.infer<typeof rawInstance>;

/** With the class it was found in. */
export const rawUnit = z.looseObject({
  INSTANCEID: id,
  UNITID: id,
  UNITCODE: text,
  UNIT: text,
  UNITORDER: text,
  ELECTIVE: text,
});
export type RawUnit = z.infer<typeof rawUnit>;

const enrolmentMembers = {
  LEARNERID: id,
  INSTANCEID: id,
  CONTACTID: text,
  GIVENNAME: text,
  SURNAME: text,
  CODE: text,
  NAME: text,
  STATUS: text,
  STARTDATE: text,
  FINISHDATE: text,
};

export const rawEnrolment = z.looseObject({
  ...enrolmentMembers,
  TYPE: id,
  ID: text,
  ENROLMENTDATE: text,
  AMOUNTPAID: text,
  LASTUPDATEDUTC: text,
});
export type RawEnrolment = z.infer<typeof rawEnrolment>;

/** A unit out of an enrolment, and what it needs to know of that. */
export const rawOutcome = z.looseObject({
  ENROLMENT: z.looseObject({
    LEARNERID: id,
    TYPE: id,
    INSTANCEID: text,
    CONTACTID: text,
    GIVENNAME: text,
    SURNAME: text,
  }),
  UNIT: z.looseObject({
    ...enrolmentMembers,
    OUTCOMECODE: text,
    DELIVERY: z.looseObject({ CODE: text, DESCRIPTION: text }).nullish(),
  }),
});
export type RawOutcome = z.infer<typeof rawOutcome>;
