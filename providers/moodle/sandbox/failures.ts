/** How Moodle says no: exceptions with a class, a code and a message, always in an answer of status 200. Called by the functions. */

/** Thrown inside a web service function; undoes what the call has done so far. */
export class MoodleException extends Error {
  readonly exception: string;
  readonly errorcode: string;

  constructor(exception: string, errorcode: string, message: string) {
    super(message);
    this.name = 'MoodleException';
    this.exception = exception;
    this.errorcode = errorcode;
  }
}

/** Whatever was wrong with the parameters; Moodle tells which one only in developer mode. */
export function invalidParameter(): MoodleException {
  return new MoodleException('invalid_parameter_exception', 'invalidparameter', 'Invalid parameter value detected');
}

export function invalidRecord(table: string): MoodleException {
  return new MoodleException(
    'dml_missing_record_exception',
    'invalidrecord',
    `Can't find data record in database table ${table}.`,
  );
}

export function accessException(): MoodleException {
  return new MoodleException('webservice_access_exception', 'accessexception', 'Access control exception');
}

/** `what`: the capability as Moodle calls it for people. */
export function noPermissions(what: string): MoodleException {
  return new MoodleException(
    'required_capability_exception',
    'nopermissions',
    `Sorry, but you do not currently have permissions to do that (${what}).`,
  );
}

export function courseNotValid(course: number): MoodleException {
  return new MoodleException(
    'moodle_exception',
    'errorcoursecontextnotvalid',
    `You cannot execute functions in the course context (course id:${course}). The context error message was: Course or activity not accessible. (Not enrolled)`,
  );
}

/** The same refusal where a function does not put it into its own words. */
export function notAccessible(): MoodleException {
  return new MoodleException(
    'require_login_exception',
    'requireloginerror',
    'Course or activity not accessible. (Not enrolled)',
  );
}

/** Any other `moodle_exception`. */
export function moodleError(errorcode: string, message: string): MoodleException {
  return new MoodleException('moodle_exception', errorcode, message);
}
