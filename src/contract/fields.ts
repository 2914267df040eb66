/** What a person types: one description makes the form, the validation, the help and the documentation. */
export interface Field {
  readonly label: string;
  /** Where to find the value, in one or two sentences. */
  readonly help: string;
  /** Sealed in the vault, never shown again. */
  readonly secret?: boolean;
  readonly optional?: boolean;
  /**
   * Makes what people paste into what is meant (a page's address into the site's), before `pattern` looks at it. Total. Spaces around
   * a value are always removed first.
   */
  readonly tidy?: (typed: string) => string;
  /** Regular expression source the whole value must match, and how to say so when it does not. */
  readonly pattern?: { readonly source: string; readonly message: string };
  readonly example?: string;
  /** The only values allowed. */
  readonly choices?: readonly string[];
  readonly default?: string;
}

export type Fields = Readonly<Record<string, Field>>;

/** Values of an integration's settings: strings as typed. Hostile until validated against the fields. */
export type Settings = Readonly<Record<string, string>>;
