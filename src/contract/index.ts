/** `plugboard/contract`: everything a provider may know. See provider.ts for where to start. */
export { z } from 'zod';
export * from './action.ts';
export * from './auth.ts';
export * from './business.ts';
export { categories, categoryNeeds, type Category } from './categories.ts';
export * from './errors.ts';
export { asDeclared, asInstalled, type FieldNames } from './field-names.ts';
export * from './fields.ts';
export * from './http.ts';
export * from './limits.ts';
export * from './models/index.ts';
export * from './money.ts';
export * from './override-profile.ts';
export * from './provider.ts';
export * from './sandbox.ts';
export * from './stream.ts';
export * from './webhooks.ts';
export * from './xml.ts';
