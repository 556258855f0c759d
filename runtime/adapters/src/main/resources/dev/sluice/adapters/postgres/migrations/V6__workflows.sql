-- What shapes a run while it goes on: triggers, decisions, maps, waits and sub-jobs. Most op executions have none of it.

alter table op_execution
  -- Its trigger, where that is not ALL_SUCCEEDED: then waiting_on counts one thing, the trigger, and not the upstream.
  add column trigger    text,
  -- The trigger has struck.
  add column triggered  boolean not null default false,
  -- Something downstream of it has a trigger.
  add column watched    boolean not null default false,
  -- The run can succeed although it failed.
  add column may_fail   boolean not null default false,
  -- Skipped, since a decision went another way.
  add column not_chosen boolean not null default false,
  -- Once its upstream lets it go it waits: for this time at most, and for a signal if it says so.
  add column pauses     boolean not null default false,
  add column pause      interval,
  add column for_signal boolean not null default false,
  -- PENDING, and waits for a signal or for the sub-job that it has started.
  add column awaiting   boolean not null default false,
  add column child      uuid,
  -- What only it takes: its element of a map.
  add column input      text,
  -- What it waited for, once it has come.
  add column signal     text;

alter table job_run
  add column parent_run   uuid,
  add column parent_op    text,
  add column fork_of      uuid,
  -- Ops that failed and may; they fail the run only if its output does not stand. failed_ops has the others.
  add column forgiven_ops integer not null default 0;

create index job_run_children on job_run (parent_run) where parent_run is not null;

create index op_execution_input_payload on op_execution (input) where input is not null and is_payload_reference(input);
create index op_execution_signal_payload on op_execution (signal) where signal is not null and is_payload_reference(signal);
