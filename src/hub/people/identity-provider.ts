/** The operator's identity provider: where people may sign in besides with a password. */
export interface IdentityProvider {
  /** On the button: `Acme`. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}
