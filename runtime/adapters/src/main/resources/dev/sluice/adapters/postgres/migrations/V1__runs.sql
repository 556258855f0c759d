-- The tables of the execution protocol. op_execution is the authority on every op execution (the IdempotencyRecord).

create type op_state as enum ('WAITING', 'PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED', 'SKIPPED');
create type run_status as enum ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED');

-- The platform's time. Every statement asks it and never a client's clock; tests replace it to move time.
create function platform_time() returns timestamptz language sql stable as 'select now()';

-- The digest that the history keeps of a payload; dev.sluice.core.run.PayloadDigest makes the same.
create function payload_digest(payload text) returns text language sql immutable strict as
  $$ select translate(rtrim(encode(substr(sha256(convert_to(payload, 'UTF8')), 1, 16), 'base64'), '='), '+/', '-_') $$;

create table job_run (
  run_id           uuid primary key,
  job_name         text        not null,
  job_version      text        not null,
  input            text        not null,
  output_op        text        not null,
  tags             jsonb       not null,
  idempotency_key  text,
  -- PENDING until it is terminal; a reader shows RUNNING once an op has an attempt.
  status           run_status  not null default 'PENDING',
  ops              integer     not null,
  open_ops         integer     not null,
  failed_ops       integer     not null default 0,
  stopped_ops      integer     not null default 0,
  cancel_requested boolean     not null default false,
  -- Somebody wants to be told when it ends.
  awaited          boolean     not null default false,
  submitted_at     timestamptz not null,
  finished_at      timestamptz
) with (fillfactor = 70); -- room for the next version of a row beside it, so that closing a run touches no index

create unique index job_run_idempotency_key on job_run (idempotency_key) where idempotency_key is not null;

-- Rows are inserted together with their run and never without it; a foreign key would only make every insert look that up again.
create table op_execution (
  run_id           uuid     not null,
  op_key           text     not null,
  ordinal          bigint   generated always as identity,
  queue            text     not null,
  priority         integer  not null,
  state            op_state not null,
  attempt          integer  not null default 0,
  max_attempts     integer  not null,
  -- Attempts that count for nothing any more: those before the latest redrive, and those given back.
  attempts_before  integer  not null default 0,
  -- Upstream ops that have not succeeded yet; for a limited one also the place before it in its lane, and its admission.
  waiting_on       integer  not null,
  upstream         text[]   not null,
  downstream       text[]   not null,
  -- True exactly for what may be claimed: PENDING, and its not_before has come.
  ready            boolean  not null,
  ready_since      timestamptz,
  not_before       timestamptz,
  lease_owner      text,
  lease_expires_at timestamptz,
  publish_sequence integer  not null default 0,
  -- When the latest publication was made; null once its message is known to be gone.
  published_at     timestamptz,
  output           text,
  cause            jsonb,
  -- Has a row in op_limit.
  limited          boolean  not null default false,
  -- Place among the tenants' op executions of its priority; 0 for those of no tenant, which go first.
  rank             double precision not null default 0,
  primary key (run_id, op_key)
);

-- The backlog, best first.
create index op_execution_backlog on op_execution (queue, priority desc, rank, ordinal) where ready;
-- Leases by the time they run out.
create index op_execution_leases on op_execution (lease_expires_at) where state = 'RUNNING';
-- Retries by the time they come due.
create index op_execution_due on op_execution (not_before) where state = 'PENDING' and not ready;
-- Messages that may still be in a queue: the window.
create index op_execution_window on op_execution (queue, published_at) where published_at is not null;

-- Dead versions of rows are cleared away early: the backlog's index is read from its dead end.
alter table op_execution set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000,
  autovacuum_analyze_scale_factor = 0.05);
alter table job_run set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000,
  autovacuum_analyze_scale_factor = 0.05);

-- Attempts that failed with a cause; those that lost their lease join them when their op execution is quarantined. Nothing is written
-- here for what succeeds at once.
create table op_failure (
  run_id     uuid        not null,
  op_key     text        not null,
  attempt    integer     not null,
  worker     text        not null,
  started_at timestamptz,
  ended_at   timestamptz not null,
  cause      jsonb       not null,
  primary key (run_id, op_key, attempt)
);

-- The quarantine: what became FAILED, until it is redriven or dropped and its message is deleted.
create table dead_letter (
  run_id     uuid        not null,
  op_key     text collate "C" not null,
  attempt    integer     not null,
  job_name   text        not null,
  queue      text        not null,
  cause_type text        not null,
  message    text        not null,
  since      timestamptz not null,
  -- When its message was known to be in the dead-letter queue; null before.
  sent_at    timestamptz,
  -- When it was redriven or dropped; null while it is in quarantine.
  left_at    timestamptz,
  primary key (run_id, op_key, attempt)
);

create index dead_letter_unsent on dead_letter (since) where sent_at is null and left_at is null;
create index dead_letter_left on dead_letter (queue, left_at) where left_at is not null;

-- What limited op executions wait for besides their upstream; docs/decisions/0006. Others have no row below and pay for none of it.
create table op_limit (
  run_id      uuid    not null,
  op_key      text    not null,
  ordinal     bigint  not null,
  queue       text    not null,
  priority    integer not null,
  -- Its ordering key.
  lane        text,
  concurrency text,
  -- How many of the concurrency key's slots it may choose from.
  slots       integer,
  rate        text,
  spacing     interval,
  tenant      text,
  weight      double precision,
  -- False once it is terminal and has left its lane; said only of those that have one.
  open        boolean not null default true,
  -- Waits for a slot of its concurrency key and for nothing else.
  parked      boolean not null default false,
  primary key (run_id, op_key)
) with (fillfactor = 70);

create index op_limit_lane on op_limit (lane, ordinal) where lane is not null and open;
create index op_limit_parked on op_limit (concurrency, priority desc, ordinal) where parked;

-- Locked by whoever joins a lane or leaves it, so that the order of a lane is that of its members' ordinals.
create table ordering_lane (lane text primary key);

create table concurrency_slot (
  concurrency text    not null,
  slot        integer not null,
  -- The op execution that holds it; null while it is free.
  run_id      uuid,
  op_key      text,
  primary key (concurrency, slot)
) with (fillfactor = 50);

create index concurrency_slot_free on concurrency_slot (concurrency, slot) where run_id is null;
create index concurrency_slot_holder on concurrency_slot (run_id, op_key) where run_id is not null;

create table rate_limit (
  rate      text        primary key,
  next_free timestamptz not null,
  -- What the latest statement took.
  granted   interval    not null
) with (fillfactor = 50);

create table fair_share (
  queue    text             not null,
  priority integer          not null,
  tenant   text             not null,
  -- That of the tenant's latest op execution.
  rank     double precision not null,
  -- What the latest statement took.
  granted  double precision not null,
  primary key (queue, priority, tenant)
) with (fillfactor = 50);

create index fair_share_latest on fair_share (queue, priority, rank);
