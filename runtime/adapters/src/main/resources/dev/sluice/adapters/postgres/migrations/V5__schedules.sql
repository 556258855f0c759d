-- When jobs start by themselves. The definition is the job's, written by the coordinator that started last; the rest is the platform's.

create table schedule (
  name        text    primary key,
  job_name    text    not null,
  recurrence  text    not null,
  zone        text    not null,
  missed      text    not null,
  input       text    not null,
  -- False if the coordinator that started last knew no such schedule.
  active      boolean not null,
  paused      boolean not null default false,
  -- Changes in the transaction that accepts the runs of the ticks before it. Null until somebody has worked it out.
  next_tick   timestamptz,
  last_tick   timestamptz,
  last_run    uuid,
  last_run_at timestamptz
);

create index schedule_due on schedule (next_tick nulls first, name) where active and not paused;
