package dev.sluice.core.job;

import dev.sluice.core.run.Lease;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The committed outputs that an attempt may read (I5): those of the ops upstream of it, and no others. */
final class UpstreamOutputs {
  private final Lease lease;
  private final Job<?, ?> job;
  private final OpDefinition op;
  private final Payloads payloads;

  UpstreamOutputs(Lease lease, Job<?, ?> job, OpDefinition op, Payloads payloads) {
    this.lease = lease;
    this.job = job;
    this.op = op;
    this.payloads = payloads;
  }

  /** Returns the outputs in the order in which the op's code takes them. */
  List<Object> all() {
    List<@Nullable Object> values = new ArrayList<>(op.upstream().size());
    for (String name : op.upstream()) {
      values.add(payloads.read(text(name), job.op(name).type(), "the output of op " + name));
    }
    // An op may well return null, and the code downstream then takes null.
    @SuppressWarnings("NullAway")
    List<Object> taken = values;
    return taken;
  }

  @SuppressWarnings("NullAway") // as above
  <T> T read(Op<T> upstream) {
    if (!op.upstream().contains(upstream.name())) {
      throw new IllegalArgumentException(
          "op \"" + upstream.name() + "\" is not upstream of \"" + op.name() + "\", which sees only " + op.upstream());
    }
    return payloads.read(text(upstream.name()), upstream.type(), "the output of op " + upstream.name());
  }

  private String text(String name) {
    String text = lease.upstreamOutputs().get(name);
    if (text == null) {
      throw new IllegalStateException("the lease of " + lease.token() + " lacks the output of op \"" + name + "\"");
    }
    return text;
  }
}
