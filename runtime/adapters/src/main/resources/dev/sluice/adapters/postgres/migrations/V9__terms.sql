-- How a run was told to stand beside others, for its sub-jobs: its op executions bear it already. Null: as its job says, and for no tenant.
alter table job_run
  add column priority integer,
  add column tenant   text,
  add column weight   double precision;
