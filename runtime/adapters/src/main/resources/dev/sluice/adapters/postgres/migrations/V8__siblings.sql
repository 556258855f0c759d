-- Never true: a run that was called off while a transaction ended op executions of it makes that transaction fail as one that lost a conflict,
-- so that it is made again and sees the cancel.
create function conflicts_with_cancel(canceled boolean) returns boolean language plpgsql as $$
begin
  if canceled then
    raise exception 'the run was called off in the meantime' using errcode = 'serialization_failure';
  end if;
  return false;
end $$;

-- Stable as what it calls: an immutable one is not inlined then, and is parsed anew by each statement that calls it.
alter function payload_digest(text) stable;
