/**
 * What everything that calls a vendor knows of a credential: how to get the one to use now, how to put it into a request, and what to
 * say when the vendor refuses it. Made by credentials.ts; a file of its own because signing in needs calls, and calls need this.
 */
import type { AuthMethod } from '../../contract/auth.ts';
import type { HttpRequest } from '../../contract/http.ts';
import type { StoredCredential } from '../ports.ts';

export interface Credential {
  readonly method: AuthMethod;
  /** The credential to use now. Throws `auth_revoked` when it is dead, or what kept it from being renewed. */
  current(signal?: AbortSignal): Promise<StoredCredential>;
  /** The request with the credential in it, for one attempt. Throws `auth_revoked` when the credential lacks what the method needs. */
  apply(request: HttpRequest, stored: StoredCredential): HttpRequest;
  /** The vendor refused `generation` as expired. Answers a newer credential, or `undefined` when there is none to be had. */
  renewed(generation: number, signal?: AbortSignal): Promise<Renewed | undefined>;
  /** The vendor refuses this generation for good: the integration needs its person. */
  rejected(generation: number, reason: string): Promise<void>;
  /** The values that must not appear anywhere. */
  secrets(stored: StoredCredential): readonly string[];
}

export interface Renewed {
  readonly credential: StoredCredential;
  /** Just obtained. If not, somebody had renewed it before, who knows when: the vendor may have forgotten it since. */
  readonly fresh: boolean;
}
