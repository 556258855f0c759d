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
  -- True exactly for what may be claimed: PENDING, its not_before has come, and it is not parked.
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
  -- Its concurrency key, and how many of the key's slots it may choose from.
  concurrency      text,
  slots            integer,
  -- The first slot of the group of which it has one: from its first attempt until it is terminal, where it is only history.
  slot_group       integer,
  -- Ready, but a claim has found all slots of its concurrency key taken.
  parked           boolean  not null default false,
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

-- What waits for a slot of its concurrency key, best first.
create index op_execution_parked on op_execution (concurrency, priority desc, rank, ordinal) where parked;

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
  rate        text,
  spacing     interval,
  tenant      text,
  weight      double precision,
  -- False once it is terminal and has left its lane; said only of those that have one.
  open        boolean not null default true,
  -- It has come back to its lane, or was overtaken by one that has, and the turn is not its own, whoever stands behind it.
  late        boolean not null default false,
  primary key (run_id, op_key)
) with (fillfactor = 70);

create index op_limit_lane on op_limit (lane, ordinal) where lane is not null and open;

-- Locked by whoever joins a lane or leaves it, so that the order of a lane is that of its members' ordinals.
create table ordering_lane (lane text primary key);

-- The slots of concurrency keys, counted in groups, so that workers seldom meet at one row and no op has a row of its own.
create table slot_group (
  concurrency text    not null,
  first       integer not null,
  last        integer not null,
  taken       integer not null,
  primary key (concurrency, first)
) with (fillfactor = 50);

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

-- Where the next attempt at an op goes on from; written under the fence of the attempt.
create table op_checkpoint (
  run_id  uuid        not null,
  op_key  text        not null,
  attempt integer     not null,
  payload text        not null,
  at      timestamptz not null,
  primary key (run_id, op_key)
);

-- Messages for the world outside, written with the result of a transactional op and deleted once they are delivered.
create table outbox (
  sequence   bigint      generated always as identity primary key,
  run_id     uuid        not null,
  op_key     text        not null,
  number     integer     not null,
  topic      text        not null,
  key        text        not null,
  payload    text        not null,
  written_at timestamptz not null,
  -- Set by a delivery that failed: until then nothing of its topic and key goes out.
  not_before timestamptz
);

create index outbox_held on outbox (topic, key, sequence) where not_before is not null;
