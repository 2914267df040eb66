/** Rows as aXcelerate answers them: upper-case names, null for nothing, ids sometimes numbers and sometimes text. Pure. Called by reads.ts and writes.ts. */
import type { JsonObject } from 'plugboard/contract';
import {
  utcText,
  type Contact,
  type Course,
  type Enrolment,
  type Instance,
  type Organisation,
  type State,
} from './state.ts';

const orNull = (text: string): string | null => (text === '' ? null : text);

export function contactRow(contact: Contact, state: State): JsonObject {
  const organisation = state.organisations.find(({ id }) => id === contact.organisation);
  const { line, city, state: region, postcode } = contact.street;
  const postal = { ADDRESS1: orNull(line), ADDRESS2: null, CITY: orNull(city.toUpperCase()) };
  const street = { SADDRESS1: orNull(line), SADDRESS2: null, SCITY: orNull(city.toUpperCase()) };
  return {
    CONTACTID: contact.id,
    GIVENNAME: contact.given,
    SURNAME: contact.surname,
    EMAILADDRESS: orNull(contact.email),
    SEX: orNull(contact.sex),
    DOB: orNull(contact.dob),
    USI: orNull(contact.usi),
    USI_VERIFIED: contact.usi !== '',
    USI_EXEMPTION: false,
    TITLE: orNull(contact.title),
    MIDDLENAME: orNull(contact.middle),
    PREFERREDNAME: null,
    OPTIONALID: orNull(contact.optional_id),
    ORGANISATION: organisation?.name ?? null,
    ORGID: organisation === undefined ? null : String(organisation.id),
    ...postal,
    STATE: orNull(region),
    POSTCODE: orNull(postcode),
    COUNTRY: line === '' ? null : 'AUSTRALIA',
    ...street,
    SSTATE: orNull(region),
    SPOSTCODE: orNull(postcode),
    SCOUNTRY: line === '' ? null : 'AUSTRALIA',
    PHONE: null,
    MOBILEPHONE: orNull(contact.mobile),
    WORKPHONE: null,
    FAX: null,
    COUNTRYOFBIRTHID: 1101,
    PRIOREDUCATIONIDS: [],
    CATEGORYIDS: [],
    CUSTOMFIELD_COHORT: orNull(contact.cohort),
  };
}

export function organisationRow({ id, name, abn, email, phone, street }: Organisation): JsonObject {
  return {
    ORGID: id,
    NAME: name,
    LEGALNAME: name,
    ABN: abn,
    ORGANISATIONNOTES: null,
    PARENTORGID: null,
    DETAILS: [
      {
        DETAILID: id + 1_000_000,
        ORGID: id,
        TYPE: 'Street Address',
        PHONE: phone,
        FAX: null,
        EMAILADDRESS: email,
        WEBSITE: null,
        ADDRESS1: street.line,
        ADDRESS2: null,
        CITY: street.city.toUpperCase(),
        STATE: street.state,
        POSTCODE: street.postcode,
        COUNTRY: 'Australia',
      },
    ],
    PARENT: {},
  };
}

export function courseRow(course: Course): JsonObject {
  return {
    ID: course.id,
    TYPE: course.type,
    CODE: orNull(course.code),
    NAME: course.name,
    STREAMNAME: null,
    COST: course.cost,
    GST_TYPE: course.gst,
    DELIVERY: course.type === 'el' ? 'Online' : 'Face-to-Face',
    DURATION: 0,
    DURATIONTYPE: null,
    ISACTIVE: course.active,
    SHORTDESCRIPTION: null,
    LASTUPDATEDUTC: utcText(course.changed),
  };
}

/** A search does not say of which type its rows are. */
export function instanceRow(instance: Instance, state: State): JsonObject {
  const taken = state.enrolments.filter(
    (one) => one.type === instance.type && one.instance === instance.id && one.status !== 'Cancelled',
  ).length;
  return {
    ID: instance.course,
    INSTANCEID: instance.id,
    NAME: instance.name,
    STARTDATE: orNull(instance.start),
    FINISHDATE: orNull(instance.finish),
    DATEDESCRIPTOR: orNull(instance.start.slice(0, 10)),
    LOCATION: instance.location,
    COST: instance.cost,
    GST_TYPE: instance.gst,
    OWNERCONTACTID: instance.owner,
    TRAINERCONTACTID: instance.trainer === 0 ? null : instance.trainer,
    NOTICES: null,
    PARTICIPANTS: taken,
    MAXPARTICIPANTS: instance.places,
    MINPARTICIPANTS: 1,
    PARTICIPANTVACANCY: Math.max(0, instance.places - taken),
    ENROLMENTOPEN: instance.open,
    ISACTIVE: instance.active,
    STATUS: instance.status,
    LASTUPDATEDUTC: utcText(instance.changed),
  };
}

export function instanceDetail(instance: Instance, state: State): JsonObject {
  const course = state.courses.find(({ id }) => id === instance.course);
  return {
    ...instanceRow(instance, state),
    QUALIFICATION: { STREAMNAME: null, CODE: course?.code ?? null, NAME: course?.name ?? null, ID: instance.course },
    UNITS: instance.units.map(({ id, unit }, index) => {
      const known = course?.units.find((one) => one.id === unit);
      return {
        MODULE: {},
        WORKSHOPS: [],
        UNITID: id,
        UNIT: known?.name ?? null,
        UNITCODE: known?.code ?? null,
        UNITORDER: index + 1,
        SCHEDULEDSTARTDATE: null,
        SCHEDULEDENDDATE: null,
        ELECTIVE: 0,
      };
    }),
  };
}

const delivery = { CODE: 10, DESCRIPTION: 'Classroom-based' };

/** Program, unit and workshop in one another. */
export function enrolmentRow(enrolment: Enrolment, state: State): JsonObject {
  return {
    ...outerRow(enrolment, state),
    STATUS: enrolment.status,
    LASTUPDATEDUTC: utcText(enrolment.changed),
    ACTIVITIES: enrolment.units.map((unit) => {
      const workshop = state.enrolments.find(({ type, learner }) => type === 'w' && learner === unit.workshop);
      return {
        ...personOf(enrolment, state),
        TYPE: 's',
        INSTANCEID: unit.instance,
        ID: unit.instance,
        CODE: unit.code,
        NAME: unit.name,
        LEARNERID: unit.learner,
        STATUS: orNull(unit.status),
        OUTCOMECODE: orNull(unit.outcome),
        DELIVERY: delivery,
        ENROLMENTDATE: orNull(enrolment.enrolled),
        STARTDATE: orNull(unit.start),
        FINISHDATE: orNull(unit.finish),
        AMOUNTPAID: null,
        ACTIVITIES: workshop === undefined ? [] : [{ ...outerRow(workshop, state), DELIVERY: delivery }],
      };
    }),
  };
}

function outerRow(enrolment: Enrolment, state: State): JsonObject {
  const instance = state.instances.find(({ type, id }) => type === enrolment.type && id === enrolment.instance);
  const course = state.courses.find(({ id }) => id === instance?.course);
  return {
    ...personOf(enrolment, state),
    INSTANCEID: enrolment.instance,
    LEARNERID: enrolment.learner,
    ID: instance?.course ?? null,
    TYPE: enrolment.type,
    CODE: course === undefined ? null : orNull(course.code),
    NAME: course?.name ?? null,
    ENROLMENTDATE: orNull(enrolment.enrolled),
    STARTDATE: orNull(enrolment.start),
    FINISHDATE: orNull(enrolment.finish),
    AMOUNTPAID: enrolment.paid,
    ACTIVITIES: [],
  };
}

function personOf({ contact: id }: Enrolment, { contacts }: State): JsonObject {
  const contact = contacts.find((one) => one.id === id);
  return {
    CONTACTID: id,
    GIVENNAME: contact?.given ?? null,
    SURNAME: contact?.surname ?? null,
    EMAIL: contact === undefined ? null : orNull(contact.email),
    MOBILEPHONE: contact === undefined ? null : orNull(contact.mobile),
  };
}
