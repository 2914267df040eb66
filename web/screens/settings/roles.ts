import type { Schema } from '../../../client/index.ts';

export type Role = Schema['Member']['role'];

/** From the one that may do everything down. */
export const roles = ['owner', 'admin', 'operator', 'viewer'] as const satisfies readonly Role[];
