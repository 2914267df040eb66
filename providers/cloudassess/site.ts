/** The address Cloud Assess hands out with the key, and what is behind it. Called by index.ts. */
import {
  fail,
  PlugboardError,
  type CheckContext,
  type CheckResult,
  type Field,
  type HttpRequest,
  type HttpResponse,
  type ProviderHttp,
  type Settings,
} from 'plugboard/contract';
import { isTimeZone, textAt } from 'plugboard/kit';
import { zoneOf } from './values.ts';

const defaultUrl = 'https://api.cloudassess.com';

/** The address without what the paths begin with. What is no https address is left for the pattern to refuse. */
export function tidyUrl(typed: string): string {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`);
  if (url === null || url.username !== '' || url.password !== '') return typed;
  const path = url.pathname.replace(/\/+$/, '').replace(/\/v1(\/ping)?$/, '');
  return `${url.protocol}//${url.host}${path}`;
}

export const urlField: Field = {
  label: 'API base URL',
  help: 'The address Cloud Assess gave you together with the key, without /v1 at its end.',
  tidy: tidyUrl,
  pattern: {
    source: 'https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\\.[a-z0-9-]*[a-z][a-z0-9-]*(?::\\d{1,5})?(?:/[^\\s?#\\\\]*)?',
    message: 'An address that begins with https:// and has a name, like https://api.cloudassess.com',
  },
  default: defaultUrl,
  example: defaultUrl,
  optional: true,
};

export function urlOf(settings: Settings): string {
  return settings['api_base_url'] ?? defaultUrl;
}

/** None while the address is none. */
export function hostsOf(settings: Settings): readonly string[] {
  const host = URL.parse(urlOf(settings))?.hostname;
  return host === undefined ? [] : [host];
}

/** Undefined: there is no such path. */
async function ask(http: ProviderHttp, request: HttpRequest): Promise<HttpResponse | undefined> {
  try {
    // As it comes: a web page in its place is then told apart from data that is broken.
    return await http.send({ ...request, decode: 'auto' });
  } catch (error) {
    if (error instanceof PlugboardError && error.code === 'not_found') return undefined;
    throw error;
  }
}

/** The ping says whose key it is. Where there is none, a list that can be read proves the key as well. */
export async function check({ http, settings }: CheckContext): Promise<CheckResult> {
  const zone = zoneOf(settings);
  if (!isTimeZone(zone)) {
    throw fail('invalid_request', `There is no time zone ${zone}.`, {
      problems: [{ path: 'settings.time_zone', message: 'is not the name of a time zone' }],
    });
  }
  const answer =
    (await ask(http, { url: '/v1/ping' })) ?? (await ask(http, { url: '/v1/students', query: { per_page: 1 } }));
  if (answer === undefined || typeof answer.body !== 'object' || answer.body === null) {
    const host = answer === undefined ? (hostsOf(settings)[0] ?? urlOf(settings)) : new URL(answer.url).host;
    throw fail(
      'invalid_request',
      `${host} does not answer like the API of Cloud Assess: check the API base URL. If Cloud Assess gave you other paths, the operator of Plugboard can set them.`,
      { problems: [{ path: 'settings.api_base_url', message: 'does not lead to the API' }] },
    );
  }
  const { host } = new URL(answer.url);
  const organisation = textAt(answer.body, 'data.organisation_id');
  const name = textAt(answer.body, 'data.organisation') ?? host;
  return {
    message: `Connected to ${name}`,
    account: { id: organisation === undefined ? host : `${host}/${organisation}`, name, meta: {} },
  };
}
