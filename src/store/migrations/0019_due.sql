-- A clock that says less than this was set back after the time was written: the stream is given a new one. Otherwise a clock that was
-- ahead for a moment would keep streams waiting for as long as it was ahead. Null: never.
alter table stream_due add column sane_from timestamptz;
create index stream_due_sane on stream_due (sane_from);
