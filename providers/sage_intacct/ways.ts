/** Which API belongs to which way in: decided here and nowhere else. Called by the streams and the actions. */
import type { Api } from './api.ts';
import { restApi } from './rest-api.ts';
import { xmlApi } from './xml-api.ts';

/** `method`: key of the way in. */
export function isXml(method: string): boolean {
  return method === 'session';
}

export function apiOf(method: string): Api {
  return isXml(method) ? xmlApi : restApi;
}
