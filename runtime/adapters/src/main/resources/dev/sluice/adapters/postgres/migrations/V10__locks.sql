-- Whoever ends a run's op executions, or brings them back, locks their lanes before.
create index op_limit_run_lanes on op_limit (run_id) include (lane) where lane is not null;

-- Never true, as conflicts_with_cancel: makes a transaction fail that could not end all that it set out to end. PostgreSQL locks also a row
-- that it finds changed so that it does not fit any more, and nothing may be locked when the locks of runs are waited for.
create function conflicts_with_others(is_short boolean) returns boolean language plpgsql as $$
begin
  if is_short then
    raise exception 'an op execution was taken away in the meantime' using errcode = 'serialization_failure';
  end if;
  return false;
end $$;
