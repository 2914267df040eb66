/** The operations that change something. What VETtrak would refuse is refused, in words. Called by perform.ts. */
import type { JsonObject } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { noDate } from './asmx.ts';
import { intArg, programmeOf, textArg, type Args, type Handler } from './reads.ts';
import { refuse, status, type Outcome } from './sessions.ts';
import { localTime, resultTypes, type Client, type Context, type Enrolment } from './state.ts';
import { clientView, enrolmentView, takenPlaces } from './views.ts';

const done: Outcome = { answer: {} };

function invalid(message: string): Outcome {
  return refuse(status.error, message);
}

const maxName = 50;

/** The same surname, given name and date of birth are the same person, whatever else is different. */
function addClientAfterCheck(args: Args, context: Context): Outcome {
  const { state } = context;
  const surname = textArg(args, 'sClie_Surname').trim();
  const given = textArg(args, 'sClie_Given').trim();
  const dob = textArg(args, 'xsdClie_DOB');
  const email = textArg(args, 'email');
  if (surname === '' || surname.length > maxName || given.length > maxName) return invalid('The name is not valid.');
  if (dob === noDate) return invalid('The date of birth is not valid.');
  const same = (a: string, b: string) => a.localeCompare(b, 'en', { sensitivity: 'accent' }) === 0;
  const known = state.clients.find(
    (one) => same(one.surname, surname) && same(one.given, given) && one.dob === dob.slice(0, 10),
  );
  if (known !== undefined) return { answer: { Clie: clientView(known) } };
  if (context.switches['email_usernames'] === 'on') {
    if (email === '') return invalid('An email address must be specified.');
    if (state.clients.some(({ username }) => same(username, email)))
      return invalid('A client with a username matching the email address already exists.');
  }
  const client: Client = {
    code: String(state.next.client++).padStart(5, '0'),
    surname,
    given,
    other: '',
    title: '',
    dob: dob.slice(0, 10),
    gender: '',
    email,
    mobile: '',
    home: '',
    username: context.switches['email_usernames'] === 'on' ? email : `${given.slice(0, 1)}${surname}`.toLowerCase(),
    usi: '',
    employer: '',
    staff: false,
    modified: context.now(),
    address: { number: '', street: '', city: '', state: '', postcode: '' },
  };
  state.clients.push(client);
  return { answer: { Clie: clientView(client) } };
}

/** Takes the whole client: what is left out is cleared. */
function updateClientDetails(args: Args, context: Context): Outcome {
  const detail = args['cClient'];
  if (!isObject(detail)) return invalid('No client was supplied.');
  const client = context.state.clients.find(({ code }) => code === textArg(detail, 'Clie_Code'));
  if (client === undefined) return invalid('The client code is not valid.');
  const surname = textArg(detail, 'Clie_Surname');
  if (surname === '') return invalid('The surname is missing.');
  const dob = textArg(detail, 'Clie_DOB').slice(0, 10);
  const address: JsonObject = isObject(detail['UsualAddress']) ? detail['UsualAddress'] : {};
  Object.assign(client, {
    surname,
    given: textArg(detail, 'Clie_Given'),
    other: textArg(detail, 'Clie_Other'),
    title: textArg(detail, 'Clie_Title'),
    dob: dob === '' ? null : dob,
    gender: textArg(detail, 'Gender'),
    email: textArg(detail, 'Clie_Email'),
    mobile: textArg(detail, 'Clie_MobilePhone'),
    home: textArg(detail, 'Clie_HomePhone'),
    usi: textArg(detail, 'USI'),
    employer: textArg(detail, 'Empl_Identifier'),
    address: {
      number: textArg(address, 'StreetNumber'),
      street: textArg(address, 'StreetName'),
      city: textArg(address, 'City'),
      state: textArg(address, 'State'),
      postcode: textArg(address, 'Postcode'),
    },
    modified: context.now(),
  });
  return done;
}

/** That a client was enrolled does not count as a change of the client. */
function enrol(args: Args, context: Context): Outcome {
  const { state } = context;
  const client = state.clients.find(({ code }) => code === textArg(args, 'sClie_Code'));
  const occurrence = state.occurrences.find(({ id }) => id === intArg(args, 'iOccurrenceId'));
  if (client === undefined) return invalid('The client code is not valid.');
  if (occurrence === undefined) return invalid('The occurrence ID is not valid.');
  if (!occurrence.lms) return invalid('The occurrence is not an LMS occurrence.');
  if (state.enrolments.some((one) => one.client === client.code && one.occurrence === occurrence.id))
    return invalid('The client is already enrolled in the occurrence.');
  if (takenPlaces(occurrence, state) >= occurrence.places) return invalid('The occurrence has no places left.');
  const programme = programmeOf(context, occurrence.id);
  const enrolment: Enrolment = {
    id: state.next.enrolment++,
    client: client.code,
    occurrence: occurrence.id,
    qualification: programme?.qualification ?? '',
    start: `${occurrence.start.slice(0, 10)}T00:00:00`,
    end: `${occurrence.end.slice(0, 10)}T00:00:00`,
    status: 'Active',
    status_type: 0,
    effect: localTime(context),
    fee: occurrence.fee,
    paid: 0,
    linked: [],
  };
  state.enrolments.push(enrolment);
  const none = { result: '', start: null, finish: null, percentage: -1 };
  for (const unit of programme?.units ?? []) state.units.push({ enrolment: enrolment.id, ...unit, ...none });
  return { answer: { ClieEnro: enrolmentView(enrolment, state) } };
}

function updateResult(args: Args, context: Context): Outcome {
  const { state } = context;
  const id = intArg(args, 'iEnro_ID');
  const code = textArg(args, 'sUnit_Code');
  const unit = state.units.find((one) => one.enrolment === id && one.code === code);
  if (!state.enrolments.some((one) => one.id === id)) return invalid('The enrolment ID is not valid.');
  if (unit === undefined) return invalid('The unit is not linked to the enrolment.');
  const result = resultTypes.find(([name]) => name === textArg(args, 'sResult_Name'));
  if (result === undefined) return invalid('The result name is not valid.');
  const start = textArg(args, 'xsdStart');
  const finish = textArg(args, 'xsdFinish');
  if (start === noDate || finish === noDate || start > finish) return invalid('The dates are not valid.');
  const percentage = intArg(args, 'iPercentage');
  if (percentage < -1 || percentage > 100) return invalid('The percentage is not valid.');
  Object.assign(unit, { result: result[0], start, finish, percentage });
  return done;
}

function resetUnitResult(args: Args, context: Context): Outcome {
  const id = intArg(args, 'enrolmentId');
  const unit = context.state.units.find((one) => one.enrolment === id && one.code === textArg(args, 'unitCode'));
  if (unit === undefined) return invalid('The unit is not linked to the enrolment.');
  Object.assign(unit, { result: '', start: null, finish: null, percentage: -1 });
  return done;
}

const awardTypes = [
  ['Testamur', 'T'],
  ['Statement of Attainment', 'SOA'],
  ['Certificate of Attendance', 'COA'],
] as const;

function addAward(args: Args, context: Context): Outcome {
  const { state } = context;
  const enrolment = state.enrolments.find(({ id }) => id === intArg(args, 'enrolmentId'));
  const type = awardTypes.find(([name]) => name === textArg(args, 'awardTypeName'));
  if (enrolment === undefined) return invalid('The enrolment ID is not valid.');
  if (type === undefined) return invalid('The award type is not valid.');
  const wanted = textArg(args, 'parchmentNumber');
  if (wanted !== '' && state.awards.some(({ parchment }) => parchment === wanted))
    return invalid('The parchment number is already in use.');
  const id = state.next.award++;
  const programme = programmeOf(context, enrolment.occurrence);
  const parchment = wanted === '' ? `HT-${String(id).padStart(6, '0')}` : wanted;
  const expiry = textArg(args, 'expiryDate');
  state.awards.push({
    id,
    enrolment: enrolment.id,
    client: enrolment.client,
    code: programme?.code ?? enrolment.qualification,
    name: programme?.name ?? '',
    parchment,
    recorded: textArg(args, 'recordedDate') || localTime(context),
    type: type[0],
    type_code: type[1],
    expiry: expiry === '' ? null : expiry,
    modified: context.now(),
  });
  return { answer: { ParchmentNumber: parchment, ExpiryDate: expiry === '' ? null : expiry } };
}

export const writes = {
  AddClientAfterCheck: addClientAfterCheck,
  UpdateClientDetails: updateClientDetails,
  AddLMSClientEnrolmentToOccurrence: enrol,
  UpdateResult: updateResult,
  ResetUnitResult: resetUnitResult,
  AddAward: addAward,
} satisfies Readonly<Record<string, Handler>>;
