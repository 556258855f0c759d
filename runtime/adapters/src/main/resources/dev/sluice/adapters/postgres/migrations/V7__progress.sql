-- How far running ops say that they are: written with heartbeats, read by people, and nothing is decided by it. A row is of the attempt that
-- it names, and means nothing for a later one. Updates stay on their page.
create table op_progress (
  run_id  uuid        not null,
  op_key  text        not null,
  attempt integer     not null,
  done    bigint      not null,
  -- 0 if it is not known.
  total   bigint      not null,
  at      timestamptz not null,
  primary key (run_id, op_key)
) with (fillfactor = 70);
