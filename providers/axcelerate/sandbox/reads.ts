/** The lists and details of aXcelerate: bare arrays, paged by a record offset. Called by ../sandbox.ts. */
import type { GrownList, JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { envelope, pageOf, textAt } from 'plugboard/kit';
import {
  booleanIn,
  dateIn,
  idIn,
  invalid,
  isWithin,
  missing,
  momentIn,
  needed,
  numberIn,
  oneOfIn,
  paramsOf,
  windowIn,
  type Params,
} from './answers.ts';
import { grownWithin } from './grow.ts';
import { momentOf, utcText, type Context } from './state.ts';
import { contactRow, courseRow, enrolmentRow, instanceDetail, instanceRow, organisationRow } from './views.ts';

const json = { 'content-type': 'application/json; charset=utf-8' };
const most = 100;
const day = 86_400_000;

interface Listed {
  readonly rows: readonly JsonObject[];
  readonly grown?: GrownList | undefined;
  /** Its rows carry their number and how many there are. */
  readonly numbered?: boolean;
  readonly size: { readonly name: 'displayLength' | 'limit'; readonly usual: number };
}

const small = { name: 'displayLength', usual: 10 } as const;

function page(params: Params, { rows, grown, numbered, size }: Listed): SandboxResponse {
  const from = numberIn(params, 'offset', 0);
  const count = Math.min(numberIn(params, size.name, size.usual), most);
  const total = rows.length + (grown?.count ?? 0);
  const seeded = numbered === true ? rows.map((row, index) => ({ ROWID: index + 1, COUNT: total, ...row })) : [...rows];
  const found = pageOf({ seeded, grown, from, count });
  return found.count === 0 ? { status: 204 } : { headers: json, body: envelope('[', found, ']') };
}

// --- people ---------------------------------------------------------------------------------------------------------------

/** Where a parameter says how the value begins. */
const beginnings = { givenname: 'GIVENNAME', surname: 'SURNAME', emailaddress: 'EMAILADDRESS', dob: 'DOB' } as const;
const exact = { contactid: 'CONTACTID', optionalid: 'OPTIONALID' } as const;

export function contactsSearch(request: SandboxRequest, context: Context): SandboxResponse {
  const params = paramsOf(request);
  const { state } = context;
  const updated = dateIn(params, 'lastUpdated');
  const since = updated === '' ? undefined : momentOf(context, updated);
  if (params.has('emailaddress') && !/^\S+@\S+$/.test(params.get('emailaddress') ?? ''))
    throw invalid('emailAddress must be a valid email address.');
  const text = (row: JsonObject, name: string) => (textAt(row, name) ?? '').toLowerCase();
  const tests = [
    ...Object.entries(beginnings).map(
      ([name, key]) =>
        (row: JsonObject) =>
          text(row, key).startsWith(params.get(name)?.toLowerCase() ?? ''),
    ),
    ...Object.entries(exact).map(([name, key]) => (row: JsonObject) => {
      const wanted = params.get(name)?.toLowerCase();
      return wanted === undefined || text(row, key) === wanted;
    }),
  ];
  const filtered = [...Object.keys(beginnings), ...Object.keys(exact)].some((name) => params.has(name));
  const rows = state.contacts
    .filter(({ changed }) => since === undefined || changed >= since)
    .toSorted((a, b) => a.id - b.id)
    .map((contact) => contactRow(contact, state))
    .filter((row) => tests.every((test) => test(row)));
  const grown = filtered ? undefined : context.grown('contacts');
  return page(params, { rows, grown: since === undefined ? grown : grown?.changedSince(since), size: small });
}

export function contactGet(request: SandboxRequest, { state }: Context): SandboxResponse {
  const found = state.contacts.find(({ id }) => String(id) === request.params['id']);
  if (found === undefined) throw missing('The contact does not exist.');
  return { body: contactRow(found, state) };
}

export function mergeHistory(request: SandboxRequest, context: Context): SandboxResponse {
  const params = paramsOf(request);
  needed(params, 'dateStart');
  needed(params, 'dateEnd');
  const from = momentIn(params, 'dateStart', context) ?? 0;
  const to = momentIn(params, 'dateEnd', context) ?? 0;
  const found = context.state.merges.filter(({ at }) => at >= from && at <= to).slice(0, 500);
  if (found.length === 0) return { body: [{ merged: false }] };
  return {
    body: found.map(({ old, current, by, at }) => ({
      OLDCONTACTID: old,
      CURRENTCONTACTID: current,
      MERGEDUTC: utcText(at),
      MERGEDBYCONTACTID: by,
    })),
  };
}

export function organisations(request: SandboxRequest, { state }: Context): SandboxResponse {
  return page(paramsOf(request), { rows: state.organisations.map(organisationRow), numbered: true, size: small });
}

// --- what is taught -------------------------------------------------------------------------------------------------------

export function courses(request: SandboxRequest, context: Context): SandboxResponse {
  const params = paramsOf(request);
  const type = oneOfIn(params, 'type', ['all', 'w', 'p', 'el'], 'all');
  const window = windowIn(params, context, { together: false, days: 0 });
  // Current or public ones only, or all whatever they are.
  const current = booleanIn(params, 'current', true);
  const publicOnly = booleanIn(params, 'public', true);
  const rows = context.state.courses
    .filter((one) => (type === 'all' || one.type === type) && (!current || one.active) && (!publicOnly || one.public))
    // The filter is for workshops and programs.
    .filter((one) => one.type === 'el' || isWithin(window, one.changed))
    .map(courseRow);
  const grown = grownWithin(type === 'all' || type === 'p' ? context.grown('courses') : undefined, window);
  return page(params, { rows: [...rows, ...grown.items], grown: grown.list, numbered: true, size: small });
}

export function instanceSearch(request: SandboxRequest, context: Context): SandboxResponse {
  const params = paramsOf(request);
  const { state } = context;
  const type = oneOfIn(params, 'type', ['all', 'w', 'p', 'el'], 'all');
  const window = windowIn(params, context, { together: true, days: 90 });
  const dates = ['startDate_min', 'startDate_max', 'finishDate_min', 'finishDate_max'];
  if (window !== undefined && dates.some((name) => params.has(name.toLowerCase())))
    throw invalid('lastUpdated_min and lastUpdated_max are mutually exclusive with the start and finish dates.');
  const open = booleanIn(params, 'enrolmentOpen', true);
  const inPublic = booleanIn(params, 'public', true);
  booleanIn(params, 'purgeCache', true);
  const lastUsual = context.now() + 91 * day;
  const firstUsual = context.now() - 91 * day;
  const between = (name: string, local: string): boolean => {
    const ms = local === '' || window !== undefined ? undefined : momentOf(context, local);
    if (ms === undefined) return true;
    const min = momentIn(params, `${name}Date_min`, context) ?? firstUsual;
    return ms > min && ms < (momentIn(params, `${name}Date_max`, context) ?? lastUsual);
  };
  const rows = state.instances
    .filter((one) => (type === 'all' || one.type === type) && one.open === open && one.public === inPublic)
    .filter((one) => isWithin(window, one.changed) && between('start', one.start) && between('finish', one.finish))
    .map((one) => instanceRow(one, state));
  const grownHere = open && inPublic && (type === 'all' || type === 'w');
  const grown = grownWithin(grownHere ? context.grown('classes') : undefined, window);
  return page(params, { rows: [...rows, ...grown.items], grown: grown.list, size: small });
}

export function instanceGet(request: SandboxRequest, { state }: Context): SandboxResponse {
  const params = paramsOf(request);
  const id = idIn(params, 'instanceID');
  needed(params, 'type');
  const type = oneOfIn(params, 'type', ['w', 'p', 'el'], 'p');
  const found = state.instances.find((one) => one.id === id && one.type === type);
  if (found === undefined) throw missing('The activity instance does not exist.');
  return { body: type === 'p' ? instanceDetail(found, state) : instanceRow(found, state) };
}

// --- enrolments -----------------------------------------------------------------------------------------------------------

export function enrolments(request: SandboxRequest, context: Context): SandboxResponse {
  const params = paramsOf(request);
  const { state } = context;
  // E-learning is documented as a type, and does not work.
  const type = oneOfIn(params, 'type', ['p', 'w'], 'p');
  const window = windowIn(params, context, { together: true, days: 30 });
  const contact = params.has('contactid') ? idIn(params, 'contactID') : undefined;
  const instance = params.has('instanceid') ? idIn(params, 'instanceID') : undefined;
  const rows = state.enrolments
    .filter((one) => one.type === type && isWithin(window, one.changed))
    .filter((one) => contact === undefined || one.contact === contact)
    .filter((one) => instance === undefined || one.instance === instance)
    .map((one) => enrolmentRow(one, state));
  const narrowed = contact !== undefined || instance !== undefined;
  const grown = grownWithin(type === 'p' && !narrowed ? context.grown('enrolments') : undefined, window);
  return page(params, {
    rows: [...rows, ...grown.items],
    grown: grown.list,
    size: { name: 'limit', usual: 100 },
  });
}
