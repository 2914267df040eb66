/**
 * From what a caller sent to what may be stored: way in, credentials, settings, schedule and streams of an integration, held against
 * its provider. All problems are found before the first is reported. Pure but for the check of typed addresses; used by
 * integrations.ts and connect.ts.
 */
import type { z } from 'zod';
import type { AuthMethod } from '../../contract/auth.ts';
import type { FieldProblem } from '../../contract/errors.ts';
import type { Provider } from '../../contract/provider.ts';
import type { Tokens } from '../../engine/ports.ts';
import type { Schedule } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { invalidInput } from '../inputs.ts';
import { checkValues, credentialFields, credentialFieldsStay, destinationOf, wayInto } from './integration-fields.ts';
import type { StreamChoices } from './integration-views.ts';
import { problemWithSite } from './site-address.ts';
import { defaultSchedule, scheduleOf, type ScheduleInput } from '../runs/schedule-input.ts';

type Texts = Readonly<Record<string, string>>;

/** The configurable part of what a caller sent. */
export interface Configuration {
  readonly auth_method?: string | undefined;
  readonly credentials?: Texts | undefined;
  readonly settings?: Texts | undefined;
  readonly schedule?: z.output<typeof ScheduleInput> | null | undefined;
  readonly streams?: z.output<typeof StreamChoices> | undefined;
}

/** What is stored already, when there is something. */
export interface Stored {
  /** As its override profile has made it so far. */
  readonly provider: Provider;
  readonly auth_method: string;
  readonly settings: Texts;
  /** Opened; asked for only when something has to be merged with it. */
  readonly credentials: () => Promise<Texts>;
}

export interface PlannedStream {
  readonly name: string;
  readonly model: string;
  readonly enabled: boolean;
  readonly schedule: Schedule | null;
}

export interface Plan {
  readonly way: AuthMethod;
  readonly settings: Texts;
  readonly schedule: Schedule | null;
  readonly streams: readonly PlannedStream[];
  /** What to store as credentials; undefined: what is stored stays as it is. */
  readonly credentials: Texts | undefined;
  /** Credentials, address or account selection are others than those that were proven. */
  readonly unproven: boolean;
}

/** Throws `invalid_request` with every problem, or `blocked_host` for an address that may not be called. */
export async function planConfiguration(
  context: HubContext,
  provider: Provider,
  input: Configuration,
  stored?: Stored,
): Promise<Plan> {
  const way = wayInto(provider, input.auth_method ?? stored?.auth_method);
  if (way === undefined) {
    throw invalidInput([
      { path: 'auth_method', message: `expected one of ${provider.auth.map((one) => one.key).join(', ')}` },
    ]);
  }
  const problems: FieldProblem[] = [];
  const settings = checkValues(provider.settings ?? {}, input.settings ?? {}, 'settings');
  problems.push(...settings.problems, ...unknownStreams(provider, input));
  // Addresses are made from settings: only sound ones can be looked at, and compared.
  const site = settings.problems.length === 0 ? problemWithSite(context, provider, settings.values) : undefined;
  const moved =
    settings.problems.length === 0 &&
    site === undefined &&
    stored !== undefined &&
    destinationOf(provider, way, settings.values) !== storedDestination(stored);
  const credentials = await planCredentials(way, input, stored, moved);
  problems.push(...credentials.problems);
  if (problems.length > 0) throw invalidInput(problems);
  if (site !== undefined) throw site;
  return {
    way,
    settings: settings.values,
    schedule: plannedSchedule(input.schedule, defaultSchedule),
    streams: plannedStreams(provider, input),
    credentials: credentials.values,
    unproven:
      stored !== undefined &&
      (credentials.values !== undefined ||
        selects(provider, settings.values) !== selects(stored.provider, stored.settings)),
  };
}

/** Headers made from settings choose whom a key speaks for (Stripe-Account). */
function selects(provider: Provider, settings: Texts): string {
  return JSON.stringify(provider.headers?.({ settings, account: undefined }) ?? {});
}

async function planCredentials(
  way: AuthMethod,
  input: Configuration,
  stored: Stored | undefined,
  moved: boolean,
): Promise<{ values: Texts | undefined; problems: readonly FieldProblem[] }> {
  const given = Object.fromEntries(Object.entries(input.credentials ?? {}).filter(([, value]) => value.trim() !== ''));
  const some = Object.keys(given).length > 0;
  const nothingNew = !some && stored !== undefined && !moved;
  if (nothingNew || (!some && way.kind === 'oauth2')) return { values: moved ? {} : undefined, problems: [] };
  const kept = stored === undefined || moved || !credentialFieldsStay(way) ? {} : await stored.credentials();
  const checked = checkValues(credentialFields(way), given, 'credentials', kept);
  if (!moved || checked.problems.length === 0) return checked;
  const problems = checked.problems.map(({ path, message }) => ({
    path,
    message: `${message}; stored secrets do not go to another address or way in`,
  }));
  return { values: checked.values, problems };
}

function storedDestination({ provider, auth_method: method, settings }: Stored): string | undefined {
  const way = wayInto(provider, method);
  return way === undefined ? undefined : destinationOf(provider, way, settings);
}

function plannedSchedule(input: Configuration['schedule'], otherwise: Schedule | null): Schedule | null {
  if (input === undefined) return otherwise;
  return input === null ? null : scheduleOf(input);
}

function plannedStreams(provider: Provider, input: Configuration): readonly PlannedStream[] {
  return Object.entries(provider.streams).map(([name, { model }]) => {
    const choice = input.streams?.[name];
    return { name, model, enabled: choice?.enabled ?? true, schedule: plannedSchedule(choice?.schedule, null) };
  });
}

function unknownStreams(provider: Provider, input: Configuration): readonly FieldProblem[] {
  const known = Object.keys(provider.streams);
  return Object.keys(input.streams ?? {})
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: `streams.${name.slice(0, 60)}`,
      message: `is not a stream of ${provider.name}; expected one of ${known.join(', ')}`,
    }));
}

/** A pasted token pair becomes tokens; everything else that is typed stays fields. */
export function credentialParts(way: AuthMethod, values: Texts): { fields: Texts; tokens: Tokens | undefined } {
  if (way.kind !== 'oauth2') return { fields: values, tokens: undefined };
  const { access_token, refresh_token, expires_at } = values;
  const own = Object.keys(way.fields ?? {});
  const fields = Object.fromEntries(Object.entries(values).filter(([name]) => own.includes(name)));
  if (access_token === undefined) return { fields, tokens: undefined };
  return {
    fields,
    tokens: {
      access_token,
      ...(refresh_token === undefined ? {} : { refresh_token }),
      ...(expires_at === undefined ? {} : { expires_at: Date.parse(expires_at) }),
    },
  };
}
