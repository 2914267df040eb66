/** The organisation's site as the tenant types it, and what it says of itself when it is connected. Called by index.ts. */
import {
  fail,
  PlugboardError,
  type Account,
  type CheckContext,
  type CheckResult,
  type Field,
  type ProviderHttp,
  type Settings,
} from 'plugboard/contract';
import { at, isObject, siteNameSource, textAt, tidySiteName } from 'plugboard/kit';
import { bareList, pathOf } from './lists.ts';
import { readRoles, roleOf } from './roles.ts';
import { agreeOn } from './versions.ts';

export const domainField: Field = {
  label: 'Brightspace site',
  help: 'The name in the address bar when you use Brightspace, like school.brightspace.com. A name of your own works too.',
  tidy: tidySiteName,
  pattern: {
    source: siteNameSource,
    message: 'A site is a name like school.brightspace.com, reached by https, without a port.',
  },
  example: 'school.brightspace.com',
};

export const learnerRoleField: Field = {
  label: 'Role of learners',
  help: 'The role people get who are made or enrolled by Plugboard: its name, code or number, from Admin Tools, Roles and Permissions. Left empty: the role called Learner or Student.',
  pattern: { source: '[^\\p{Cc}]{1,100}', message: 'A role is a name, a code or a number of up to 100 characters.' },
  example: 'Learner',
  optional: true,
};

export function domainOf(settings: Settings): string {
  const domain = settings['domain'] ?? '';
  if (domain === '') throw fail('invalid_request', 'The setting domain is missing: the name of the Brightspace site.');
  return domain;
}

export async function check({ http, settings }: CheckContext): Promise<CheckResult> {
  const domain = domainOf(settings);
  const versions = await versionsAt(http, domain);
  const site: Account = { id: domain, name: domain, meta: versions };
  const { body: person } = await http.send({ url: pathOf(site, 'lp', 'users/whoami') });
  const who = textAt(person, 'UniqueName') ?? textAt(person, 'Identifier');
  if (who === undefined) throw fail('decode_failed', 'Brightspace did not say who signed in.');
  const name = [textAt(person, 'FirstName') ?? '', textAt(person, 'LastName') ?? ''].join(' ').trim();
  const [organisation, type] = await Promise.all([
    ifAllowed(http.send({ url: pathOf(site, 'lp', 'organization/info') })),
    ifAllowed(courseType(http, site)),
    learnerRole(http, site, settings),
  ]);
  const account = describe(site, organisation?.body, type);
  const spoken = `lp ${versions['lp_version'] ?? ''}, le ${versions['le_version'] ?? ''}`;
  return { message: `Connected to ${account.name} as ${name === '' ? who : name} (API ${spoken})`, account };
}

/** The first thing asked: what does not know of versions is no Brightspace. */
async function versionsAt(http: ProviderHttp, domain: string): Promise<Readonly<Record<string, string>>> {
  const stranger = () =>
    fail('invalid_request', `${domain} does not answer like Brightspace: check the name of the site.`, {
      problems: [{ path: 'settings.domain', message: 'is not a Brightspace site' }],
    });
  try {
    const { body } = await http.send({ url: '/d2l/api/versions/' });
    const versions = agreeOn(body);
    if (versions === undefined) throw stranger();
    return versions;
  } catch (error) {
    const lost = error instanceof PlugboardError && (error.code === 'decode_failed' || error.code === 'not_found');
    throw lost ? stranger() : error;
  }
}

/** Scopes may be left out on purpose: what only makes an account nicer to look at is done without. */
async function ifAllowed<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PlugboardError && (error.code === 'permission_denied' || error.code === 'not_found'))
      return undefined;
    throw error;
  }
}

/** The number of the type of course offerings, which is the site's own. */
async function courseType(http: ProviderHttp, site: Account): Promise<string | undefined> {
  const { body } = await http.send({ url: pathOf(site, 'lp', 'outypes/') });
  const offering = bareList(body).find((one) => textAt(one, 'Code')?.toLowerCase() === 'course offering');
  return textAt(offering, 'Id');
}

/** A role that was named has to be there. Only the actions need it, so nothing is asked about one that was not. */
async function learnerRole(http: ProviderHttp, site: Account, settings: Settings): Promise<void> {
  const wanted = settings['learner_role'] ?? '';
  const roles = wanted === '' ? undefined : await ifAllowed(readRoles(http, site));
  if (roles !== undefined) roleOf(roles, wanted, 'settings.learner_role');
}

function describe(site: Account, organisation: unknown, type: string | undefined): Account {
  const id = textAt(organisation, 'Identifier');
  const zone = at(organisation, 'TimeZone');
  return {
    id: id === undefined ? site.id : `${site.id}/${id}`,
    name: (isObject(organisation) ? textAt(organisation, 'Name') : undefined) ?? site.name,
    meta: {
      ...site.meta,
      ...(id === undefined ? {} : { organisation_id: id }),
      ...(typeof zone === 'string' && zone !== '' ? { time_zone: zone } : {}),
      ...(type === undefined ? {} : { course_type_id: type }),
    },
  };
}
