/**
 * An operator's override profile: how one installation of a vendor's API differs from what the provider declares. For vendors that
 * document nothing, for versions older than the documentation, for training partners. Data, not code; applying it is a pure function
 * from provider to provider, so nothing else ever knows that there was one.
 */
import { z } from 'zod';
import type { Action } from './action.ts';
import type { ApiKey, AuthMethod, Basic } from './auth.ts';
import { fail } from './errors.ts';
import { asDeclared, valueAt } from './field-names.ts';
import { isJsonObject, type HttpRequest, type JsonObject } from './http.ts';
import type { Provider } from './provider.ts';
import type { ItemsContext, ListStream, Stream } from './stream.ts';
import { isXmlElement, xmlAt, xmlToJson, type XmlElement } from './xml.ts';

/** `/students/{id}`: what is in braces stands for one part of a path. */
const pathTemplate = z
  .string()
  .max(300)
  .regex(/^\/(?!\/)[\w\-.~%/{}]*$/, 'expected a path like /students/{id}')
  .refine((path) => !path.split('/').includes('..'), 'a path may not lead upwards');
/** `person.name.first`. */
const dotted = z
  .string()
  .max(200)
  .regex(/^(?!.*(?:^|\.)__proto__(?:\.|$))[\w\- ]+(\.[\w\- ]+)*$/, 'expected a name, or names joined by dots');
const headerName = z
  .string()
  .max(100)
  .regex(/^[a-z0-9!#$%&'*+.^_`|~-]+$/, 'expected a header name in lower case');

export const OverrideProfile = z
  .strictObject({
    base_url: z
      .url({ protocol: /^https$/, error: 'expected an https address' })
      .optional()
      .describe("Instead of the provider's own address; its host may then be reached."),
    paths: z
      .record(pathTemplate, pathTemplate)
      .optional()
      .describe('Paths as the provider declares them, to the ones of this installation.'),
    lists: z
      .record(z.string(), dotted.nullable())
      .optional()
      .describe('By stream: where the list is in an answer (in XML: from its root on); null: the answer is the list.'),
    fields: z
      .record(z.string(), z.record(dotted, dotted))
      .optional()
      .describe("By stream: the provider's field names, to where the value is in this installation's items."),
    headers: z
      .record(headerName, z.string().max(1000))
      .optional()
      .describe('Sent with every call. Not for secrets: they are shown.'),
    key_place: z
      .discriminatedUnion('in', [
        z.strictObject({ in: z.literal('header'), name: headerName, prefix: z.string().max(50).optional() }),
        z.strictObject({ in: z.literal('query'), name: z.string().min(1).max(100) }),
      ])
      .optional()
      .describe('Where an API key goes, or the token of a session that goes into one place.'),
  })
  .meta({ id: 'OverrideProfile' });
export type OverrideProfile = z.output<typeof OverrideProfile>;

const notForProfiles = new Set([
  'authorization',
  'cookie',
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
]);

/** The provider as this installation is. Throws `invalid_request` naming what in the profile does not fit the provider. */
export function withProfile(provider: Provider, profile: OverrideProfile | undefined): Provider {
  if (profile === undefined) return provider;
  const problem = misfit(provider, profile);
  if (problem !== undefined)
    throw fail('invalid_request', `The override profile does not fit ${provider.name}: ${problem}.`);
  const { base_url: base, headers: more, key_place: place } = profile;
  return {
    ...provider,
    // As functions, like any address somebody typed: refused and explained in the same way.
    ...(base === undefined
      ? {}
      : { baseUrl: () => base.replace(/\/+$/, ''), hosts: hostsWith(provider, new URL(base).hostname) }),
    ...(more === undefined ? {} : { headers: (context) => ({ ...provider.headers?.(context), ...more }) }),
    ...(place === undefined
      ? {}
      : {
          auth: provider.auth.map((way) =>
            withPlace(
              way,
              place.in === 'query' ? place : { in: place.in, name: place.name, prefix: place.prefix ?? '' },
            ),
          ),
        }),
    ...(profile.paths === undefined ? {} : { outgoing: rewriter(profile.paths) }),
    streams: Object.fromEntries(
      Object.entries(provider.streams).map(([name, stream]) => [name, adapted(name, stream, profile)]),
    ),
    actions: acting(provider.actions, profile),
  };
}

/** Where the way has one place for its key or token, it is this one. */
function withPlace(way: AuthMethod, place: ApiKey['place']): AuthMethod {
  if (way.kind === 'api_key') return { ...way, place };
  if (isKeyInBasic(way)) {
    const { key, label, summary, fields } = way;
    return { kind: 'api_key', key, label, summary, fields, place };
  }
  return way.kind === 'session' && way.place !== undefined ? { ...way, place } : way;
}

/** Basic is only how this vendor wants its key, which is in the field every API key is in. */
function isKeyInBasic(way: AuthMethod): way is Basic {
  if (way.kind !== 'basic' || (way.user !== undefined && way.password !== undefined)) return false;
  return (way.user ?? way.password) === 'api_key';
}

function hasPlace(way: AuthMethod): boolean {
  return way.kind === 'api_key' || isKeyInBasic(way) || (way.kind === 'session' && way.place !== undefined);
}

function acting(
  actions: Provider['actions'],
  { fields: names, lists }: OverrideProfile,
): Readonly<Record<string, Action>> {
  if (names === undefined && lists === undefined) return actions;
  const elsewhere = {
    ...(names === undefined ? {} : { names }),
    ...(lists === undefined ? {} : { lists: mapValues(lists, (place) => (body: unknown) => listIn(body, place)) }),
  };
  return mapValues(
    actions,
    (action) => ({ ...action, run: (context) => action.run({ ...context, ...elsewhere }) }) satisfies Action,
  );
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(value)]));
}

function misfit(
  provider: Provider,
  { lists = {}, fields = {}, headers = {}, key_place: place, paths = {} }: OverrideProfile,
) {
  const stranger = [...Object.keys(lists), ...Object.keys(fields)].find(
    (name) => !Object.hasOwn(provider.streams, name),
  );
  if (stranger !== undefined) return `there is no stream "${stranger}"`;
  const walking = Object.keys(lists).find((name) => {
    const stream = provider.streams[name];
    return stream !== undefined && 'pages' in stream && stream.lists !== true;
  });
  if (walking !== undefined) return `the stream "${walking}" walks by itself, so its list cannot be elsewhere`;
  const taken = Object.keys(headers).find((name) => notForProfiles.has(name));
  if (taken !== undefined) return `the header "${taken}" is not for profiles to set`;
  if (place !== undefined && !provider.auth.some(hasPlace)) return 'it has no way in by a key or token with one place';
  const unknown = Object.entries(paths).find(([from, to]) => namesIn(to).some((name) => !namesIn(from).includes(name)));
  return unknown === undefined ? undefined : `the path "${unknown[1]}" uses a name that "${unknown[0]}" does not have`;
}

function hostsWith({ hosts }: Provider, host: string): Provider['hosts'] {
  return (settings) => [...(typeof hosts === 'function' ? hosts(settings) : hosts), host];
}

function namesIn(template: string): readonly string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

/** The first template that fits a request's path decides. Absolute addresses (a vendor's own next page) stay as they are. */
function rewriter(paths: Readonly<Record<string, string>>): (request: HttpRequest) => HttpRequest {
  const rules = Object.entries(paths).map(([from, to]) => ({
    pattern: new RegExp(
      `^${from
        .split(/\{\w+\}/)
        .map((text) => text.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&'))
        .join('([^/?]+)')}(?=\\?|$)`,
    ),
    names: namesIn(from),
    to,
  }));
  return (request) => {
    for (const { pattern, names, to } of rules) {
      const found = pattern.exec(request.url);
      if (found === null) continue;
      const path = to.replaceAll(/\{(\w+)\}/g, (_all, name: string) => found[names.indexOf(name) + 1] ?? '');
      return { ...request, url: path + request.url.slice(found[0].length) };
    }
    return request;
  };
}

function adapted(name: string, stream: Stream, { lists = {}, fields = {} }: OverrideProfile): Stream {
  const names = fields[name];
  const place = lists[name];
  const rename = (items: readonly unknown[]): readonly unknown[] =>
    names === undefined ? items : items.map((item) => (isJsonObject(item) ? asDeclared(item, names) : item));
  if ('pages' in stream) {
    if (names === undefined && place === undefined) return stream;
    const elsewhere = {
      ...(names === undefined ? {} : { names }),
      ...(place === undefined ? {} : { list: (body: unknown) => listIn(body, place) }),
    };
    return {
      ...stream,
      async *pages(context) {
        for await (const batch of stream.pages({ ...context, ...elsewhere }))
          yield { ...batch, items: rename(batch.items) };
      },
    };
  }
  if (names === undefined && place === undefined) return stream;
  return {
    ...stream,
    ...(names === undefined ? {} : { request: (context) => stream.request({ ...context, names }) }),
    items: (body, context) => rename(listed(stream, place, body, context)),
  };
}

function listed(stream: ListStream, place: string | null | undefined, body: unknown, context: ItemsContext) {
  if (place === undefined) return stream.items(body, context);
  if (stream.lists === true) return stream.items(body, { ...context, list: (one) => listIn(one, place) });
  return listIn(body, place);
}

function listIn(body: unknown, place: string | null): readonly unknown[] {
  if (isXmlElement(body)) return elementsIn(body, place);
  const found = place === null ? body : valueAt(body, place.split('.'));
  if (!Array.isArray(found))
    throw fail('decode_failed', `There is no list at "${place ?? 'the top'}", where the override profile says it is.`);
  return found;
}

/** What is in XML: the elements in the one at the place, which begins with the root; the names of the elements do not matter. */
function elementsIn(root: XmlElement, place: string | null): readonly JsonObject[] {
  const [first, ...rest] = place?.split('.') ?? [root.name];
  const found = first === root.name ? xmlAt(root, ...rest) : undefined;
  if (found === undefined)
    throw fail('decode_failed', `There is no list at "${place}", where the override profile says it is.`);
  return found.children.map((element) => xmlToJson(element));
}
