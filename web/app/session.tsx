/** Who is signed in, and for which tenant the screens are. */
import { createContext, useContext, type ReactNode } from 'react';
import type { Schema } from '../../client/index.ts';

export type Me = Schema['Me'];

export interface Presence {
  readonly me: Me & { readonly person: NonNullable<Me['person']> };
  /** Slug of the tenant in the address; undefined on the platform's screens. */
  readonly tenant: string | undefined;
  /** For the tenant, or for the platform. */
  readonly may: Readonly<Record<Right, boolean>>;
}

export interface Session extends Presence {
  readonly tenant: string;
}

/** As the server's rights, for hiding what would be refused anyhow. */
export type Right = 'read' | 'connect' | 'sync' | 'act' | 'admin';

const rights: Readonly<Record<string, readonly Right[]>> = {
  owner: ['read', 'connect', 'sync', 'act', 'admin'],
  admin: ['read', 'connect', 'sync', 'act', 'admin'],
  administrator: ['read', 'connect', 'sync', 'act', 'admin'],
  operator: ['read', 'connect', 'sync', 'act'],
  viewer: [],
};

const Current = createContext<Presence | undefined>(undefined);

export function SessionFor({
  me,
  tenant,
  children,
}: {
  readonly me: Presence['me'];
  readonly tenant: string | undefined;
  readonly children: ReactNode;
}) {
  const role = me.tenants.find(({ slug }) => slug === tenant)?.role ?? me.platform?.role ?? 'viewer';
  const own = rights[role] ?? [];
  const may = {
    read: own.includes('read'),
    connect: own.includes('connect'),
    sync: own.includes('sync'),
    act: own.includes('act'),
    admin: own.includes('admin'),
  };
  return <Current value={{ me, tenant, may }}>{children}</Current>;
}

/** Of the shell and the platform's screens, which stand outside tenants as well. */
export function usePresence(): Presence {
  const presence = useContext(Current);
  if (presence === undefined) throw new Error('this screen is shown to people who are signed in');
  return presence;
}

/** Of a tenant's screens. */
export function useSession(): Session {
  const { tenant, ...presence } = usePresence();
  if (tenant === undefined) throw new Error('this screen is a tenant’s, and there is none in the address');
  return { ...presence, tenant };
}
