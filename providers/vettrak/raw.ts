/**
 * What VETtrak answers, as far as it is read: members are left out when there is nothing, or empty, or nil, and versions differ, so
 * nothing but ids is needed. Everything is text: XML has no numbers. Unknown members pass. Called by streams.ts and the maps.
 */
import { z } from 'plugboard/contract';

const text = z.string().nullish();
/** An id, never a number: client codes have leading zeros. */
const id = z.string().min(1);

const address = z
  .looseObject({
    Building: text,
    UnitDetails: text,
    StreetNumber: text,
    StreetName: text,
    POBox: text,
    City: text,
    State: text,
    Postcode: text,
  })
  .nullish();

export const rawClient = z.looseObject({
  Clie_Code: id,
  Clie_Surname: text,
  Clie_Given: text,
  Clie_Other: text,
  Clie_Title: text,
  Clie_DOB: text,
  Clie_Email: text,
  Clie_Username: text,
  Clie_MobilePhone: text,
  Clie_HomePhone: text,
  Clie_WorkPhone: text,
  Clie_RAddr: text,
  Clie_RCity: text,
  Clie_RPCode: text,
  Stat_RShortName: text,
  Clie_PAddr: text,
  Clie_PCity: text,
  Clie_PPCode: text,
  Stat_PShortName: text,
  Gender: text,
  USI: text,
  USIExempt: text,
  DivisionId: text,
  Empl_Identifier: text,
  UsualAddress: address,
  PostalAddress: address,
});
export type RawClient = z.infer<typeof rawClient>;

const enrolmentMembers = {
  ID: id,
  Code: text,
  Description: text,
  StartDate: text,
  EndDate: text,
  Status: text,
  StatusType: text,
  DateOfEffect: text,
  Qual_Code: text,
  Qual_Name: text,
  Loca_Code: text,
  DeliveryModes: z.looseObject({ string: z.array(z.string().nullable()).nullish() }).nullish(),
  Amount: text,
  GST: text,
  AmountPaid: text,
  AmountCredited: text,
  DivisionId: text,
};

export const rawEnrolment = z.looseObject({ ...enrolmentMembers, Clie_Code: id, GivenName: text, Surname: text });
export type RawEnrolment = z.infer<typeof rawEnrolment>;

/** With the programme it was listed for, which the occurrence itself only names by its code. */
export const rawOccurrence = z.looseObject({
  ...enrolmentMembers,
  Prog_ID: id,
  Prog_Code: text,
  Prog_Name: text,
  Vacancies: text,
  Colour: text,
  WebPublished: text,
  Classes: z
    .looseObject({
      TInst: z.array(
        z.looseObject({ Inst_ID: text, Inst_Start: text, Inst_Finish: text, Room_Code: text, Inst_Code: text }),
      ),
    })
    .nullish(),
});
export type RawOccurrence = z.infer<typeof rawOccurrence>;

/**
 * A unit's result as VETtrak sent it (`Enun`), what it means by the names found for this site (`Unit`), and the student, whom VETtrak
 * leaves out.
 */
export const rawUnitResult = z.looseObject({
  Clie_Code: id,
  Enun: z.looseObject({ ID: id }),
  Unit: z.object({
    code: z.string(),
    name: z.string().nullable(),
    result: z.string().nullable(),
    start: z.string().nullable(),
    finish: z.string().nullable(),
    percentage: z.string().nullable(),
  }),
});
export type RawUnitResult = z.infer<typeof rawUnitResult>;

export const rawProgramme = z.looseObject({ Prog_ID: id, Prog_Code: text, Prog_Name: text, Prog_Desc: text });
export type RawProgramme = z.infer<typeof rawProgramme>;

/** With the name by which awards and occurrences know it. */
export const rawQualification = z.looseObject({
  QualCode: id,
  StateShortName: text,
  Qual_Name: text,
  Hours: text,
  Units: text,
  PointScore: text,
  Amount: text,
  ExpiryMonths: text,
});
export type RawQualification = z.infer<typeof rawQualification>;

export const rawAward = z.looseObject({
  Qucl_ID: id,
  Qual_Code: text,
  Qual_Name: text,
  Clie_Code: text,
  Loca_Code: text,
  Qucl_Cert: text,
  Qucl_Recorded: text,
  AwardTypeName: text,
  AwardTypeCode: text,
  Expiry: text,
  EnrolmentId: text,
  DocumentReference: text,
});
export type RawAward = z.infer<typeof rawAward>;
