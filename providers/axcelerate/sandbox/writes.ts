/** What can be written: contacts, enrolments and the outcomes of units. Called by ../sandbox.ts. */
import type { SandboxRequest, SandboxResponse } from 'plugboard/contract';
import {
  booleanIn,
  dateIn,
  idIn,
  invalid,
  missing,
  needed,
  numberIn,
  oneOfIn,
  paramsOf,
  type Params,
} from './answers.ts';
import { localText, outcomes, type Contact, type Context, type Enrolment, type Instance } from './state.ts';

// --- contacts -------------------------------------------------------------------------------------------------------------

function nameIn(params: Params, name: string): string {
  const value = needed(params, name);
  if (value.length > 40) throw invalid(`${name} must not be longer than 40 characters.`);
  return value;
}

function usiIn(params: Params): string {
  const usi = params.get('usi') ?? '';
  if (usi !== '' && !/^[2-9A-HJ-NP-Z]{10}$/.test(usi)) throw invalid('The USI is not valid.');
  return usi;
}

export function contactCreate(request: SandboxRequest, context: Context): SandboxResponse {
  const params = paramsOf(request);
  const { state } = context;
  const email = params.get('emailaddress') ?? '';
  if (email !== '' && !/^\S+@\S+\.\S+$/.test(email)) throw invalid('emailAddress must be a valid email address.');
  const taken = state.contacts.some((one) => one.email.toLowerCase() === email.toLowerCase());
  if (email !== '' && taken && booleanIn(params, 'checkEmailAddressUnique', false))
    throw invalid('The email address is not unique.');
  const sex = params.get('sex')?.toUpperCase() ?? '';
  if (!['', 'M', 'F', 'X'].includes(sex)) throw invalid('sex must be M, F or X.');
  const dob = dateIn(params, 'dob');
  if (dob > localText(context).slice(0, 10)) throw invalid('dob cannot be dated in the future.');
  const organisation = numberIn(params, 'orgId', 0);
  if (organisation !== 0 && !state.organisations.some(({ id }) => id === organisation))
    throw invalid('The organisation does not exist.');
  const contact: Contact = {
    id: state.next.contact,
    given: nameIn(params, 'givenName'),
    middle: params.get('middlename') ?? '',
    surname: nameIn(params, 'surname'),
    title: params.get('title') ?? '',
    email,
    dob,
    sex,
    mobile: params.get('mobilephone') ?? '',
    usi: usiIn(params),
    optional_id: params.get('optionalid') ?? '',
    organisation,
    street: { line: '', city: '', state: '', postcode: '' },
    cohort: params.get('customfield_cohort') ?? '',
    changed: context.now(),
  };
  state.next.contact += 1;
  state.contacts.push(contact);
  // Only the beginning of what it is; whoever wants all of it reads it.
  return {
    body: {
      EMAILADDRESS: email === '' ? null : email,
      GIVENNAME: contact.given,
      SURNAME: contact.surname,
      CONTACTID: contact.id,
    },
  };
}

// --- enrolments -----------------------------------------------------------------------------------------------------------

function contactIn(params: Params, { state }: Context): Contact {
  const id = idIn(params, 'contactID');
  const found = state.contacts.find((one) => one.id === id);
  if (found === undefined) throw missing('The contact does not exist.');
  return found;
}

function instanceIn(params: Params, { state }: Context): Instance {
  const id = idIn(params, 'instanceID');
  needed(params, 'type');
  const type = oneOfIn(params, 'type', ['w', 'p', 'el'], 'w');
  const found = state.instances.find((one) => one.id === id && one.type === type);
  if (found === undefined) throw missing('The activity instance does not exist.');
  return found;
}

export function enrol(request: SandboxRequest, context: Context): SandboxResponse {
  const params = paramsOf(request);
  const { state } = context;
  const contact = contactIn(params, context);
  const instance = instanceIn(params, context);
  const { type } = instance;
  const mine = state.enrolments.filter((one) => one.type === type && one.instance === instance.id);
  const active = mine.filter(({ status }) => status !== 'Cancelled');
  if (active.some((one) => one.contact === contact.id)) throw invalid('The contact is already enrolled.');
  if (!booleanIn(params, 'forceBooking', false) && (!instance.open || active.length >= instance.places))
    throw invalid('Enrolments for this activity are closed.');
  const commenced = type === 'p' ? dateIn(params, 'dateCommenced') : '';
  const start = commenced === '' ? instance.start : `${commenced} 00:00`;
  const course = state.courses.find(({ id }) => id === instance.course);
  const enrolment: Enrolment = {
    learner: state.next.learner[type],
    type,
    instance: instance.id,
    contact: contact.id,
    enrolled: localText(context),
    start,
    finish: '',
    status: booleanIn(params, 'tentative', false) ? 'Tentative' : 'Booked',
    paid: 0,
    units: instance.units.map(({ id, unit }) => {
      const known = course?.units.find((one) => one.id === unit);
      state.next.learner.s += 1;
      return {
        learner: state.next.learner.s - 1,
        instance: id,
        code: known?.code ?? '',
        name: known?.name ?? '',
        status: '',
        outcome: '',
        start,
        finish: '',
        workshop: 0,
      };
    }),
    changed: context.now(),
  };
  state.next.learner[type] += 1;
  state.enrolments.push(enrolment);
  booleanIn(params, 'suppressNotifications', false);
  // A program's invoice is never made this way.
  const invoiced = booleanIn(params, 'generateInvoice', true) && type === 'w' && instance.cost > 0;
  if (invoiced) state.next.invoice += 1;
  return {
    body: {
      INVOICEID: invoiced ? state.next.invoice : 0,
      CONTACTID: contact.id,
      LEARNERID: enrolment.learner,
      AMOUNT: invoiced ? instance.cost : 0,
    },
  };
}

/** Only outcomes of units are set here, by the unit's id or by its code and its class. */
export function enrolmentUpdate(request: SandboxRequest, context: Context): SandboxResponse {
  const params = paramsOf(request);
  const { state } = context;
  if (needed(params, 'type') !== 's') throw invalid('Only the outcome of a subject can be set in this sandbox.');
  const contact = contactIn(params, context);
  const own = state.enrolments.filter((one) => one.type === 'p' && one.contact === contact.id);
  const byCode = params.get('subjectcode')?.toUpperCase();
  const instance = byCode === undefined ? idIn(params, 'instanceID') : idIn(params, 'programInstanceID');
  const found = own
    .filter((one) => byCode === undefined || one.instance === instance)
    .flatMap((enrolment) => enrolment.units.map((unit) => ({ enrolment, unit })))
    .find(({ unit }) => (byCode === undefined ? unit.instance === instance : unit.code === byCode));
  if (found === undefined) throw missing('The subject enrolment does not exist.');
  const code = needed(params, 'competent');
  const word = Object.hasOwn(outcomes, code) ? outcomes[code] : undefined;
  if (word === undefined) throw invalid('competent is not a valid competency code.');
  const { enrolment, unit } = found;
  const [start, finish] = [dateIn(params, 'activityStartDate'), dateIn(params, 'activityEndDate')];
  Object.assign(unit, {
    outcome: code,
    status: word,
    ...(start === '' ? {} : { start: `${start} 00:00` }),
    ...(finish === '' ? {} : { finish: `${finish} 00:00` }),
  });
  enrolment.changed = context.now();
  return { body: { STATUS: 'success', MSG: 'Enrolment was updated successfully.' } };
}
