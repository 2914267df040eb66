/** `plugboard/testing`: what tests of providers share, inside this repository or outside. */
export { openRig, type Connection, type Read, type Reading, type Rig } from './conformance/rig.ts';
export { failure } from './failure.ts';
export * from './openapi-check.ts';
export * from './openapi-exchanges.ts';
export * from './sandbox.ts';
export * from './webhook-receiver.ts';
export { giveConsent, type Consent } from '../sandbox/index.ts';
