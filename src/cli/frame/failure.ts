/**
 * How a command line fails: what went wrong, whose fault it is, what to do next. One JSON document with `--json`. Called by
 * run.ts and by src/main.ts for what fails before any command runs.
 */
import type { ErrorReport, FieldProblem } from '../../contract/errors.ts';
import { PlugboardError, reportError } from '../../contract/errors.ts';
import { UsageError } from './command.ts';
import type { Streams } from './output.ts';

export interface FailureSurroundings extends Streams {
  /** Told of what is not an expected failure, stack and all. */
  readonly onBug: (error: unknown) => void;
}

/** Prints the failure; answers the exit code it deserves. */
export function complain(error: unknown, json: boolean, { stdout, stderr, onBug }: FailureSurroundings): 1 | 2 {
  const print = (document: object, text: string) => {
    if (json) stdout.write(`${JSON.stringify({ error: document }, undefined, 2)}\n`);
    else stderr.write(text);
  };
  if (error instanceof UsageError) {
    const next = 'Add --help to see what can be typed.';
    print({ code: 'usage', message: error.message, fault: 'you', next }, `plugboard: ${error.message}\n  ${next}\n`);
    return 2;
  }
  if (!(error instanceof PlugboardError)) onBug(error);
  const report = reportError(error);
  const { problems = [], meta } = error instanceof PlugboardError ? error.details : {};
  print({ ...meta, ...report, ...(problems.length > 0 ? { problems } : {}) }, failureText(report, problems));
  return 1;
}

const faults = { you: 'something you can put right', provider: "the provider's", us: "Plugboard's or its operator's" };

function failureText(report: ErrorReport, problems: readonly FieldProblem[]): string {
  return [
    `plugboard: ${report.message}`,
    ...problems.map((problem) => `  ${problem.path}: ${problem.message}`),
    `  code:  ${report.code}`,
    `  fault: ${faults[report.fault]}`,
    `  next:  ${report.next}`,
    '',
  ].join('\n');
}
