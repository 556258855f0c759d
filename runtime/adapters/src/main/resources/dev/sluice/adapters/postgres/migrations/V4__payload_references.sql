-- Payloads that are too large for a row lie in a store of their own, and the row holds a reference: a text that is no JSON
-- (dev.sluice.core.payload.PayloadAddress). The indexes have the references only, so that rows without one pay a look at a length.

create function is_payload_reference(payload text) returns boolean language sql immutable as
  $$ select octet_length(payload) <= 96 and starts_with(payload, '@') $$;

create index job_run_payload_reference on job_run (input) where is_payload_reference(input);
create index op_execution_payload_reference on op_execution (output) where is_payload_reference(output);
create index op_checkpoint_payload_reference on op_checkpoint (payload) where is_payload_reference(payload);
