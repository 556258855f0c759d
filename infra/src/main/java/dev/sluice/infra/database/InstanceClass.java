package dev.sluice.infra.database;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An RDS instance class.
 *
 * @param name such as {@code db.t4g.medium}
 * @param memory GiB
 */
public record InstanceClass(String name, int memory) {
  private static final Pattern FORM = Pattern.compile("db\\.(t|m|r)\\d[a-z]*\\.(micro|small|medium|large|(\\d*)xlarge)");
  private static final Map<String, Integer> SMALL = Map.of("micro", 1, "small", 2, "medium", 4);
  /** RDS's default: {@code LEAST(DBInstanceClassMemory/9531392, 5000)}. */
  private static final long BYTES_A_CONNECTION = 9_531_392;
  private static final int MOST_CONNECTIONS = 5_000;
  private static final long GIBIBYTE = 1024L * 1024 * 1024;

  /** Returns the class of a name; empty if its memory is not known. */
  public static Optional<InstanceClass> of(String name) {
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String size = matcher.group(2);
    if (SMALL.containsKey(size)) {
      return matcher.group(1).equals("t") ? Optional.of(new InstanceClass(name, SMALL.get(size))) : Optional.empty();
    }
    int ofLarge = matcher.group(1).equals("r") ? 16 : 8;
    int times = size.equals("large") ? 1 : 2 * (matcher.group(3).isEmpty() ? 1 : Integer.parseInt(matcher.group(3)));
    return Optional.of(new InstanceClass(name, ofLarge * times));
  }

  /** Returns how many connections it takes; a fifth of its memory is not counted, since RDS keeps some for itself. */
  public int connections() {
    return (int) Math.min(MOST_CONNECTIONS, memory * GIBIBYTE * 4 / 5 / BYTES_A_CONNECTION);
  }
}
