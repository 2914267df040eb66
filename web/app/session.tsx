/** Who is signed in, and for which tenant the screens are. */
import { createContext, useContext, type ReactNode } from 'react';
import type { Schema } from '../../client/index.ts';

export type Me = Schema['Me'];

export interface Session {
  readonly me: Me & { readonly person: NonNullable<Me['person']> };
  /** Slug of the tenant in the address. */
  readonly tenant: string;
  readonly may: Readonly<Record<Right, boolean>>;
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

const Current = createContext<Session | undefined>(undefined);

export function SessionFor({
  me,
  tenant,
  children,
}: {
  readonly me: Session['me'];
  readonly tenant: string;
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

export function useSession(): Session {
  const session = useContext(Current);
  if (session === undefined) throw new Error('this screen is shown to people who are signed in');
  return session;
}
