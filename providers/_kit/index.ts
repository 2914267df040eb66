/** `plugboard/kit`: what several providers share. Pure helpers; never I/O. */
export * from './csv.ts';
export * from './months.ts';
export * from './paginators.ts';
export * from './php-form.ts';
export * from './reading.ts';
export * from './signatures.ts';
export * from './soap.ts';
export * from './times.ts';
export * from './values.ts';
export * from './zones.ts';
export * from './sandbox-changes.ts';
export * from './sandbox-limits.ts';
export * from './sandbox-lists.ts';
export * from './sandbox-oauth.ts';
export * from './sandbox-oauth-grants.ts';
export type { MintContext, OAuthClient, OAuthGrantType, OAuthServerOptions } from './sandbox-oauth-options.ts';
export * from './sandbox-requests.ts';
export * from './sandbox-signing.ts';
