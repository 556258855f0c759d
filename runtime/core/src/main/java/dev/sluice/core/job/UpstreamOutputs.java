package dev.sluice.core.job;

import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The committed outputs that an attempt may read (I5): those of the ops upstream of it, and no others. */
final class UpstreamOutputs {
  private static final Pattern ELEMENT = Pattern.compile("(?<map>[^\\[]+)\\[(?<position>0|[1-9][0-9]{0,8})]");

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

  /** Returns the outputs in the order in which the op's code takes them; null where an op did not succeed and the trigger allows that. */
  List<Object> all() {
    List<@Nullable Object> values = new ArrayList<>(op.inputs().size());
    op.inputs().forEach(name -> values.add(value(name)));
    // An op may well return null, and the code downstream then takes null.
    @SuppressWarnings("NullAway")
    List<Object> taken = values;
    return taken;
  }

  /** Tells whether an upstream op has a committed output. */
  boolean has(String name) {
    return isThere(known(name));
  }

  /** Returns the names of the ops upstream that have a committed output; of a map, the keys of its elements. */
  Set<String> names() {
    return lease.upstreamOutputs().keySet().stream().filter(name -> !job.isMap(name)).collect(Collectors.toCollection(TreeSet::new));
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // as above; the handle was made for this very type
  <T> T read(Op<T> upstream) {
    return (T) value(known(upstream.name()));
  }

  @SuppressWarnings("NullAway") // as above
  <T> T read(String name, Class<T> type) {
    if (isAbsent(known(name))) {
      return null;
    }
    if (!job.isMap(name)) {
      return payloads.read(text(name), type, "the output of op " + name);
    }
    if (!type.isAssignableFrom(List.class)) {
      throw new IllegalArgumentException("the output of the map \"" + name + "\" is a List, not a " + type.getSimpleName()
          + "; an element has the key " + OpPlans.elementKey(name, 0) + " and so on");
    }
    return type.cast(value(name));
  }

  private boolean isThere(String name) {
    return lease.upstreamOutputs().containsKey(name);
  }

  /** Tells whether an op is allowed not to have succeeded, and has not. */
  private boolean isAbsent(String name) {
    return !isThere(name) && op.flow().trigger() != Trigger.ALL_SUCCEEDED;
  }

  private String known(String name) {
    if (!op.upstream().contains(name) && !isThere(name) && !isElement(name)) {
      throw new IllegalArgumentException(
          "op \"" + name + "\" is not upstream of \"" + op.name() + "\", which sees only " + op.upstream());
    }
    return name;
  }

  /** Tells whether a map upstream has such an element, or may have: how many there are is not known of one whose items were never made. */
  private boolean isElement(String name) {
    Matcher element = ELEMENT.matcher(name);
    if (!element.matches()) {
      return false;
    }
    String map = element.group("map");
    return op.upstream().contains(map) && job.isMap(map) && (!isThere(map) || Integer.parseInt(element.group("position")) < count(map));
  }

  private int count(String map) {
    return Objects.requireNonNull(payloads.read(text(map), Integer.class, "the number of elements of " + map));
  }

  private @Nullable Object value(String name) {
    OpDefinition upstream = job.op(name);
    if (isAbsent(name)) {
      return null;
    }
    if (job.isMap(name)) {
      return elements(name, upstream.type());
    }
    return payloads.read(text(name), upstream.type(), "the output of op " + name);
  }

  private List<@Nullable Object> elements(String name, Class<?> type) {
    int count = count(name);
    List<@Nullable Object> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String key = OpPlans.elementKey(name, i);
      if (isThere(key) || op.flow().trigger() == Trigger.ALL_SUCCEEDED) {
        values.add(payloads.read(text(key), type, "the output of op " + key));
      }
    }
    return values;
  }

  private String text(String name) {
    String text = lease.upstreamOutputs().get(name);
    if (text == null) {
      throw new IllegalStateException("the lease of " + lease.token() + " lacks the output of op \"" + name + "\"");
    }
    return text;
  }
}
