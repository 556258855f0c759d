-- The history: what happened to runs, a partition a day, so that forgetting a day is dropping a table.

create sequence run_event_sequence;

create table run_event (
  sequence bigint      not null default nextval('run_event_sequence'),
  run_id   uuid        not null,
  op_key   text,
  type     text        not null,
  attempt  integer     not null,
  at       timestamptz not null,
  actor    text        not null,
  detail   text
) partition by range (at);

create index run_event_run on run_event (run_id, sequence);
create index run_event_position on run_event (sequence);

-- Takes events of days that have no partition.
create table run_event_rest partition of run_event default;

-- Makes the partitions of today and so many days to come, except where the rest holds events of that day already.
create function make_event_partitions(days integer) returns void language plpgsql as $$
declare
  day timestamptz;
  name text;
begin
  for i in 0..days loop
    day := date_trunc('day', platform_time() at time zone 'UTC') at time zone 'UTC' + i * interval '1 day';
    name := 'run_event_' || to_char(day at time zone 'UTC', 'YYYYMMDD');
    if to_regclass(name) is null
        and not exists (select from run_event_rest where at >= day and at < day + interval '1 day') then
      execute format('create table %I partition of run_event for values from (%L) to (%L)', name, day, day + interval '1 day');
    end if;
  end loop;
end $$;

select make_event_partitions(2);

-- The least run id of a moment: ids begin with their time (UUIDv7).
create function first_run_id(moment timestamptz) returns uuid language sql immutable strict as
  $$ select (lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid $$;
