/** The platform seen as a tenant: the tenant of zeros owns its data key, its audit chain and the signatures of its cursors. */
export const platformTenant = '00000000-0000-0000-0000-000000000000';
