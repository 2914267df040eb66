-- What reading records and acting at vendors need beyond the foundation.

-- In the order records are listed, so that a page of problems reads problems only. Rows without one are not in it: it costs nothing.
drop index record_problem;
create index record_problem on record (tenant_id, stream_no, key) where problem is not null;

-- `lease_until`: nobody else acts for this reference before then. `in_doubt`: whether the vendor acted is not known. `withheld`: fields
-- of the output that were given to the first caller only and are kept nowhere. `records`: {stream_no, key} of what it stored.
alter table action_call
  add column lease_until timestamptz,
  add column in_doubt boolean not null default false,
  add column withheld text[] not null default '{}',
  add column records jsonb not null default '[]';
