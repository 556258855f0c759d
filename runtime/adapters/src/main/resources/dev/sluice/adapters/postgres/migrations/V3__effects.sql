-- What a transaction of an op leaves of itself: written when it begins, so that it stands exactly if the op's own SQL stands, whoever
-- committed it. An attempt here that committed no result is an effect without its commit; the certificate looks for that.
create table op_effect (
  run_id  uuid    not null,
  op_key  text    not null,
  attempt integer not null
);

-- Not unique: the second commit of one attempt is what must be seen, not what must wait.
create index op_effect_run on op_effect (run_id);

-- Why a message is still here: deliveries that failed, and what the sink said of the last one.
alter table outbox add column failures integer not null default 0, add column last_error text;
