/** Things of the state as the service shows them: members by the names of schema.ts. Called by reads.ts, writes.ts and grow.ts. */
import type { JsonObject } from 'plugboard/contract';
import { unitTags, type UnitTags } from './schema.ts';
import type { Award, Client, Enrolment, Occurrence, Programme, Qualification, State, UnitResult } from './state.ts';

export function clientView(client: Client): JsonObject {
  return { Clie_Surname: client.surname, Clie_Given: client.given, Clie_Code: client.code };
}

export function clientDetailView(client: Client): JsonObject {
  const { number, street, city, state, postcode } = client.address;
  const line = `${number} ${street}`.trim();
  const address = { Building: '', UnitDetails: '', StreetNumber: number, StreetName: street, POBox: '' };
  return {
    ...clientView(client),
    Empl_Identifier: client.employer,
    Clie_Other: client.other,
    Clie_Username: client.username,
    Clie_DOB: client.dob === null ? null : `${client.dob}T00:00:00`,
    Clie_RAddr: line,
    Clie_RCity: city,
    Clie_RPCode: postcode,
    Stat_RShortName: state,
    Clie_Email: client.email,
    Clie_HomePhone: client.home,
    Clie_WorkPhone: '',
    Clie_MobilePhone: client.mobile,
    Clie_Title: client.title,
    Gender: client.gender,
    USI: client.usi,
    USIExempt: false,
    DivisionId: 1,
    UsualAddress: { ...address, City: city, State: state, Postcode: postcode },
    // A person without a postal address of their own has the element all the same, with nothing in it.
    PostalAddress: {},
  };
}

export function enrolmentView(enrolment: Enrolment, state: State): JsonObject {
  const client = state.clients.find(({ code }) => code === enrolment.client);
  const occurrence = state.occurrences.find(({ id }) => id === enrolment.occurrence);
  const qualification = state.qualifications.find(({ code }) => code === enrolment.qualification);
  return {
    ID: enrolment.id,
    Code: `E${enrolment.id}`,
    StartDate: enrolment.start,
    EndDate: enrolment.end,
    Status: enrolment.status,
    StatusType: enrolment.status_type,
    DateOfEffect: enrolment.effect,
    Qual_Code: enrolment.qualification,
    Qual_Name: qualification?.name ?? '',
    OrganisationId: 0,
    Loca_Code: occurrence?.location ?? '',
    DeliveryModes: ['Internal'],
    Amount: enrolment.fee,
    GST: 0,
    AmountPaid: enrolment.paid,
    AmountCredited: 0,
    DivisionId: 1,
    Clie_Code: enrolment.client,
    GivenName: client?.given ?? '',
    Surname: client?.surname ?? '',
  };
}

/** Places that are taken. Somebody who left makes room. */
export function takenPlaces(occurrence: Occurrence, state: State): number {
  const left = new Set([2, 9]);
  return state.enrolments.filter((one) => one.occurrence === occurrence.id && !left.has(one.status_type)).length;
}

export function occurrenceView(occurrence: Occurrence, state: State): JsonObject {
  const programme = state.programmes.find(({ id }) => id === occurrence.programme);
  const qualification = state.qualifications.find(({ code }) => code === programme?.qualification);
  return {
    ID: occurrence.id,
    Code: occurrence.code,
    Description: programme?.name ?? '',
    StartDate: occurrence.start,
    EndDate: occurrence.end,
    Status: occurrence.status,
    StatusType: 0,
    Qual_Code: qualification?.code ?? '',
    Qual_Name: qualification?.name ?? '',
    OrganisationId: 0,
    Loca_Code: occurrence.location,
    DeliveryModes: ['Internal', 'External'],
    Amount: occurrence.fee,
    DivisionId: 1,
    Prog_Code: programme?.code ?? '',
    Prog_Name: programme?.name ?? '',
    Vacancies: Math.max(0, occurrence.places - takenPlaces(occurrence, state)),
    Colour: '#0000FF',
    Reportable: 2,
    WebPublished: occurrence.published ? 1 : 0,
    Uploaded: occurrence.lms ? 1 : 0,
  };
}

export function classView(lesson: Occurrence['classes'][number]): JsonObject {
  return {
    Inst_ID: lesson.id,
    Inst_Start: lesson.start,
    Inst_Finish: lesson.finish,
    Room_Code: lesson.room,
    Inst_Code: lesson.code,
  };
}

export function programmeView(programme: Programme): JsonObject {
  return {
    Prog_ID: programme.id,
    Prog_Code: programme.code,
    Prog_Name: programme.name,
    Prog_Desc: programme.description,
  };
}

export function unitView(unit: UnitResult, tags: UnitTags): JsonObject {
  const values = [unit.code, unit.name, unit.result, unit.start, unit.finish, unit.percentage];
  return {
    ID: unit.enrolment,
    ...Object.fromEntries(unitTags[tags].map((tag, index) => [tag, values[index] ?? null])),
  };
}

export function qualificationViews(qualification: Qualification): JsonObject[] {
  return qualification.states.map((state) => ({
    QualCode: qualification.code,
    StateShortName: state,
    Hours: qualification.hours,
    Units: qualification.units,
    PointScore: 0,
    Amount: qualification.fee,
    PerUnitAmount: 0,
    ExpiryMonths: qualification.expiry_months,
  }));
}

export function awardView(award: Award): JsonObject {
  return {
    Qucl_ID: award.id,
    Qual_Code: award.code,
    Qual_Name: award.name,
    Clie_Code: award.client,
    Loca_Code: 'MAIN',
    Qucl_Cert: award.parchment,
    Qucl_Recorded: award.recorded,
    AwardTypeName: award.type,
    AwardTypeCode: award.type_code,
    Expiry: award.expiry,
    OrganisationId: 0,
    EnrolmentId: award.enrolment,
  };
}
