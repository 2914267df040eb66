/** `plugboard/testing`: what tests of providers share, inside this repository or outside. */
export * from './openapi-check.ts';
export * from './openapi-exchanges.ts';
export * from './sandbox.ts';
export { giveConsent, type Consent } from '../sandbox/index.ts';
