package dev.sluice.examples;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.OpContext;
import dev.sluice.core.job.OpDefinition;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a job's ops one after the other in this thread, each value through JSON as on the platform. */
public final class DirectRun {
  private static final Payloads PAYLOADS = new Payloads(256 * 1024);

  private DirectRun() {}

  public static <O> O of(JobSource<?, O> source, String inputJson, RunId run) throws Exception {
    Job<?, O> job = JobBuilder.define(source);
    Object input = Objects.requireNonNull(PAYLOADS.read(inputJson, job.inputType(), "input"));
    Map<String, Object> outputs = new HashMap<>();
    for (OpDefinition op : job.ops()) {
      Object output = op.body().run(
          input, op.upstream().stream().map(outputs::get).toList(), new Context(new IdempotencyKey(run, op.name())), null);
      String stored = PAYLOADS.write(output, "output of " + op.name());
      outputs.put(op.name(), Objects.requireNonNull(PAYLOADS.read(stored, op.type(), "output of " + op.name())));
    }
    return job.outputType().cast(outputs.get(job.outputOp()));
  }

  private record Context(IdempotencyKey idempotencyKey) implements OpContext {
    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public Instant deadline() {
      return Instant.MAX;
    }

    @Override
    public boolean isCanceled() {
      return false;
    }

    @Override
    public Logger logger() {
      return LoggerFactory.getLogger(DirectRun.class);
    }

    @Override
    public Map<String, String> tags() {
      return Map.of();
    }

    @Override
    public void checkpoint(Object value) {
      throw new IllegalArgumentException("no example writes checkpoints");
    }

    @Override
    public <T> Optional<T> lastCheckpoint(Class<T> type) {
      return Optional.empty();
    }

    @Override
    public void outbox(String topic, String key, Object payload) {
      throw new IllegalArgumentException("no example has an outbox");
    }

    @Override
    public <T> T output(Op<T> upstream) {
      throw new IllegalArgumentException("the examples take their inputs as arguments");
    }

    @Override
    public <T> T output(String name, Class<T> type) {
      throw new IllegalArgumentException("the examples take their inputs as arguments");
    }

    @Override
    public boolean hasOutput(String name) {
      throw new IllegalArgumentException("no example has a trigger");
    }

    @Override
    public Set<String> outputs() {
      throw new IllegalArgumentException("no example has a trigger");
    }
  }
}
