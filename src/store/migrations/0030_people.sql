-- People: who they are, how they sign in, what they may do.

-- ---------------------------------------------------------------- who they are

-- The tables of the sign-in library (better-auth), with its own names of columns, in a schema of their own. They belong to no tenant: a
-- person is one person however many tenants he acts for. What he may do is not here but in `member` and `platform_member`.
create schema auth;
grant usage on schema auth to %APP%;

create table auth."user" (
  id text primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null,
  image text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp,
  "twoFactorEnabled" boolean
);

create table auth.session (
  id text primary key,
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references auth."user" (id) on delete cascade
);
create index session_of on auth.session ("userId");

-- A way in: a password (scrypt), or a person at an identity provider.
create table auth.account (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references auth."user" (id) on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null
);
create index account_of on auth.account ("userId");

-- What is good once and for minutes: links to sign in, to choose a new password, states of a sign-in elsewhere.
create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);
create index verification_by on auth.verification (identifier);

-- Encrypted by the library with a key that follows from the root key.
create table auth."twoFactor" (
  id text primary key,
  secret text not null,
  "backupCodes" text not null,
  "userId" text not null references auth."user" (id) on delete cascade,
  verified boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamptz
);
create index two_factor_by on auth."twoFactor" (secret);
create index two_factor_of on auth."twoFactor" ("userId");

grant select, insert, update, delete on all tables in schema auth to %APP%;

-- ---------------------------------------------------------------- what they may do

-- Which tenants somebody acts for, and as what: the same as `member`, seen from the person. No policy, because at a sign-in the tenants are
-- what is looked for. Kept by a trigger, so that it cannot say anything else than `member` does.
create table member_of (
  user_id text not null,
  tenant_id uuid not null references tenant (id) on delete cascade,
  role text not null,
  primary key (user_id, tenant_id)
);
grant select, insert, update, delete on member_of to %APP%;

create function keep_member_of() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    delete from member_of where user_id = old.user_id and tenant_id = old.tenant_id;
  else
    insert into member_of (user_id, tenant_id, role) values (new.user_id, new.tenant_id, new.role)
    on conflict (user_id, tenant_id) do update set role = excluded.role;
  end if;
  return null;
end $$;
create trigger keep_member_of after insert or update or delete on member for each row execute function keep_member_of();

grant delete on platform_member to %APP%;

-- Somebody who was asked to act for a tenant. The link that was sent holds what the hash is of.
create table invitation (
  tenant_id uuid not null references tenant (id) on delete cascade,
  id uuid not null,
  email text not null,
  role text not null check (role in ('owner', 'admin', 'operator', 'viewer')),
  hash bytea not null,
  invited_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
-- One open invitation per address.
create unique index invitation_open on invitation (tenant_id, lower(email)) where accepted_at is null and revoked_at is null;
select protect_tenant_table('invitation');
