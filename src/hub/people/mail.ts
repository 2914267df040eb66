/** Letters to people: what the hub needs of a mail server. Without one nothing is sent, and whoever asked is given the link himself. */

export interface Letter {
  readonly to: string;
  readonly subject: string;
  /** Plain text: nothing in it is drawn, tracked or fetched. */
  readonly text: string;
}

export interface Mailer {
  /** Resolves when the server has taken it. Throws `provider_unavailable`. */
  send(letter: Letter): Promise<void>;
}

/** A letter with one thing to do. */
export function letter(to: string, subject: string, lines: readonly string[]): Letter {
  return { to, subject, text: `${lines.join('\n\n')}\n` };
}
