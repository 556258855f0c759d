-- The commit of one success that lets one op execution go at most, and the lease of that one where it may run at once: what
-- dev.sluice.adapters.postgres.Succession does for several in one statement. For one, setting such a statement up takes longer than doing
-- all it says step by step (docs/decisions/0012). Each step sees what was committed when it began, so that the run is locked before anything
-- of it is read. What does not fit this description is left as it is, and is_committed is false then.
--
-- Services of this version call it with these parameters while a later one migrates: another function wants another name.
--
-- asked_queue, asked_lease: what the worker wants one op execution more of, and for how many milliseconds
-- is_alone: nothing of that queue was ready
-- freed_queue: that of the op execution that was let go, where it is ready now and not leased
-- run_id and all that comes after it: the lease, if there is one
create function succeed(
  done_run uuid, done_op text, done_attempt integer, message_gone boolean, done_output text, done_detail text, by_worker text,
  asked_queue text, asked_lease bigint,
  out is_committed boolean, out is_alone boolean, out freed_queue text,
  out run_id uuid, out op_key text, out attempt integer, out max_attempts integer, out lease_expires_at timestamptz, out queue text,
  out priority integer, out job_name text, out job_version text, out input text, out tags text, out op_input text, out signal text,
  out reach text, out slot_of text, out outputs text)
language plpgsql as $$
#variable_conflict use_column
declare
  this_moment timestamptz := platform_time();
  run record;
  next record;
  waited_for text[];
  inputs text;
begin
  is_committed := false;
  perform from job_run r where r.run_id = done_run for no key update;
  select o.downstream[1] as next_key, r.job_name, r.job_version, r.input, r.tags::text as tags, r.parent_run
  into run
  from op_execution o join job_run r on r.run_id = o.run_id
  where o.run_id = done_run and o.op_key = done_op and o.state::text = 'RUNNING' and o.attempt = done_attempt and o.lease_owner = by_worker
    and not o.limited and not o.watched and o.slot_group is null and cardinality(o.downstream) = 1 and not r.cancel_requested;
  if not found then
    return;
  end if;
  -- By both parts of its key: joined with the other, it would be looked for among all op executions of the run, where statistics know short runs.
  select x.op_key, x.waiting_on = 1 as is_free, not x.pauses and x.concurrency is null and x.queue = asked_queue as may_run,
         case
           when x.watched or run.parent_run is not null and x.downstream = '{}' then 'BEYOND'
           when cardinality(x.downstream) > 1 then 'DOWNSTREAM'
           when cardinality(x.downstream) = 1 then 'NEXT'
           else 'NONE'
         end as reach
  into next
  from op_execution x
  where x.run_id = done_run and x.op_key = run.next_key and x.state::text = 'WAITING' and not x.limited;
  if not found then
    return;
  end if;
  is_committed := true;
  is_alone := not exists (select from op_execution b where b.queue = asked_queue and b.ready);

  update op_execution o
  set state = 'SUCCEEDED', lease_owner = null, lease_expires_at = null, output = done_output,
      published_at = case when message_gone then null else o.published_at end
  where o.run_id = done_run and o.op_key = done_op;

  if next.is_free and next.may_run and is_alone then
    update op_execution o
    set waiting_on = 0, state = 'RUNNING', attempt = o.attempt + 1, lease_owner = by_worker,
        lease_expires_at = this_moment + asked_lease * interval '1 millisecond'
    where o.run_id = done_run and o.op_key = next.op_key
    returning o.run_id, o.op_key, o.attempt, o.max_attempts, o.lease_expires_at, o.queue, o.priority, o.input, o.signal,
      run.job_name, run.job_version, run.input, run.tags, next.reach, o.upstream
    into run_id, op_key, attempt, max_attempts, lease_expires_at, queue, priority, op_input, signal,
      job_name, job_version, input, tags, reach, waited_for;
    select json_object_agg(u.op_key, u.output)::text,
           '{"inputs":"' || payload_digest(string_agg(
             u.op_key || '=' || payload_digest(u.output) || chr(10), '' order by u.op_key collate "C")) || '"}'
    into outputs, inputs
    from op_execution u
    where u.run_id = done_run and u.op_key = any (waited_for) and u.state::text = 'SUCCEEDED';
  else
    update op_execution o
    set waiting_on = o.waiting_on - 1,
        state = (case when next.is_free then 'PENDING' else 'WAITING' end)::op_state,
        ready = next.is_free and (not o.pauses or o.signal is not null),
        ready_since = case when next.is_free and (not o.pauses or o.signal is not null) then this_moment end,
        awaiting = next.is_free and o.for_signal and o.signal is null,
        not_before = case when next.is_free and o.pauses and o.signal is null then this_moment + o.pause else o.not_before end
    where o.run_id = done_run and o.op_key = next.op_key
    returning case when o.ready then o.queue end into freed_queue;
  end if;

  update job_run r set open_ops = r.open_ops - 1 where r.run_id = done_run;

  insert into run_event (run_id, op_key, type, attempt, at, actor, detail)
  select done_run, e.op_key, e.type, e.attempt, this_moment, by_worker, e.detail
  from (
    values (1, true, done_op, 'OP_SUCCEEDED', done_attempt, done_detail),
           (2, next.is_free, next.op_key, 'OP_READY', 0, case when op_key is null and freed_queue is null then '{"later":true}' end),
           (3, op_key is not null, op_key, 'OP_LEASED', attempt, inputs)) as e (place, happened, op_key, type, attempt, detail)
  where e.happened
  order by e.place;
end $$;
