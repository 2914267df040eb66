-- What the items of a stream look like, as far as runs have seen them: so that a vendor's change is noticed. Names of fields, no values.
create table stream_shape (
  tenant_id uuid not null,
  stream_no int not null,
  -- Path -> bits of the JSON types it was seen with, see src/engine/sync/shapes.ts.
  paths jsonb not null,
  -- Since a run read from its beginning to its end; until then everything is new, and nothing of it is news.
  learned boolean not null,
  -- There are too many different names: nothing is noticed any more.
  given_up boolean not null,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, stream_no),
  foreign key (tenant_id, stream_no) references stream_state (tenant_id, stream_no) on delete cascade
) with (fillfactor = 50);
select protect_tenant_table('stream_shape');

-- A message that waits to be told may be about somebody who is to be forgotten.
grant update (payload) on outbox to %APP%;
