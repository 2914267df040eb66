/** The log of the process itself, for operators: what the hub needs of it. In a file of its own because parts of the context need it too. */

/** Structured log; pino fits. Never given a secret. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
