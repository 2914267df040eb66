/** All web service functions of the sandbox, by name. Called by server.ts and the seed. */
import { assignFunctions } from './functions-assign.ts';
import { completionFunctions } from './functions-completion.ts';
import { courseFunctions } from './functions-courses.ts';
import { enrolmentFunctions } from './functions-enrolments.ts';
import { gradeFunctions } from './functions-grades.ts';
import { siteFunctions } from './functions-site.ts';
import { userFunctions } from './functions-users.ts';
import { userWriteFunctions } from './functions-user-writes.ts';
import type { WebFunction, WebFunctions } from './function.ts';

const functions: WebFunctions = {
  ...siteFunctions,
  ...userFunctions,
  ...userWriteFunctions,
  ...courseFunctions,
  ...enrolmentFunctions,
  ...gradeFunctions,
  ...completionFunctions,
  ...assignFunctions,
};

export const functionNames: readonly string[] = Object.keys(functions);

export function functionCalled(name: string): WebFunction | undefined {
  return Object.hasOwn(functions, name) ? functions[name] : undefined;
}
