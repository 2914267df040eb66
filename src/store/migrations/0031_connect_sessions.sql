-- Connect sessions: what each may connect, for whom, where its page may be shown, and what came of it. No version before made any rows.
alter table connect_session
  add column created_by text not null,
  -- What it may work on. `reconnects`: it was made for this one; else it is the draft the session made, if it has come so far.
  add column integration_id uuid,
  add column reconnects boolean not null default false,
  -- What the integration is to be called.
  add column integration_name text,
  -- The caller's own id and name of the person who connects.
  add column end_user_reference text,
  add column end_user_name text,
  -- Whose pages may show the connect page in a frame, and are told what came of it.
  add column allowed_origins text[] not null default '{}',
  add column return_url text,
  add column theme jsonb not null default '{}',
  -- {"message": ..., "fault": ..., "next": ..., "at": ...}: why the last sign-in at the vendor failed.
  add column last_failure jsonb,
  add column completed_at timestamptz,
  add column revoked_at timestamptz,
  add foreign key (tenant_id, integration_id) references integration (tenant_id, id) on delete cascade;

create index connect_session_by_time on connect_session (tenant_id, created_at desc, id desc);
create index connect_session_integration on connect_session (tenant_id, integration_id);
