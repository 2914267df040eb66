/** One call of one operation: the handshakes and the login, then token, licence and database, then the work. Called by ../sandbox.ts. */
import type { JsonObject, JsonValue } from 'plugboard/contract';
import { reads, textArg, type Handler } from './reads.ts';
import { operations, type OperationName } from './schema.ts';
import { callerOf, login, refuse, status, statusOf, type Outcome } from './sessions.ts';
import type { Context } from './state.ts';
import { writes } from './writes.ts';

const handlers: Readonly<Record<string, Handler>> = { ...reads, ...writes };

/** What the Short Courses feature has to be licensed for. */
const shortCourses: readonly OperationName[] = [
  'AddLMSClientEnrolmentToOccurrence',
  'GetWebProgrammesForDates',
  'GetWebProgrammesForProgTypeAndDates',
  'GetWebOccurrencesForProgrammeAndDates',
  'GetWebOccurrencesOverlappingDateRangeForProgramme',
  'GetOccurrenceExtendedDetails',
  'ResetUnitResult',
];

/** The operation's result, by its type of the schema. */
export function perform(operation: OperationName, args: JsonObject, context: Context): JsonValue {
  if (operation === 'API_Handshake') return 'You are connected to the API.';
  if (operation === 'DB_Handshake') {
    return databaseIsDown(context)
      ? 'The database cannot be reached.'
      : 'You are connected to the Database via the API.';
  }
  if (operation === 'ValidateClient' || operation === 'ValidateUser') {
    return login(context, textArg(args, 'sUsername'), textArg(args, 'sPassword'));
  }
  const token = textArg(args, 'sToken') || textArg(args, 'token');
  const caller = callerOf(context, token);
  const outcome = 'client' in caller ? work(operation, args, context) : caller;
  const auth = statusOf(outcome, token, 'client' in caller ? caller.client : '');
  if (operations[operation].result === 'TAuthenticate') return auth;
  return { Auth: auth, ...('answer' in outcome ? outcome.answer : {}) };
}

function work(operation: OperationName, args: JsonObject, context: Context): Outcome {
  if (databaseIsDown(context)) return refuse(status.database, 'A serious database error has occurred.');
  if (shortCourses.includes(operation) && context.switches['short_courses'] === 'off')
    return refuse(status.unlicensed, 'The registration key does not contain a valid entry for Short Courses.');
  const handler = Object.hasOwn(handlers, operation) ? handlers[operation] : undefined;
  return handler?.(args, context) ?? refuse(status.unknown, `The sandbox does not perform ${operation}.`);
}

function databaseIsDown(context: Context): boolean {
  return context.switches['database'] === 'down';
}
