package dev.sluice.core.submit;

import dev.sluice.contract.NearestName;
import dev.sluice.core.run.RunId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run is to be forked from an op that its job, as it is now, does not have. */
public final class UnknownForkPointException extends RuntimeException {
  /**
   * Makes the exception.
   *
   * @param points from which ops it can be forked, each with the keys of the elements that the run had of it
   */
  UnknownForkPointException(RunId run, String job, String op, Map<String, List<String>> points) {
    super("run " + run + " cannot be forked from \"" + op + "\": job " + job + ", as it is now, has no such op"
        + NearestName.of(op, points.entrySet().stream().flatMap(point -> Stream.concat(Stream.of(point.getKey()), point.getValue().stream()))
            .toList()).map(name -> "; did you mean \"" + name + "\"?").orElse(".")
        + " It can be forked from: " + points.entrySet().stream().map(point -> told(point.getKey(), point.getValue()))
            .collect(Collectors.joining(", ")));
  }

  /** Of the elements of a map the first and the last: there may be thousands. */
  private static String told(String op, List<String> elements) {
    return switch (elements.size()) {
      case 0 -> op;
      case 1 -> op + ", " + elements.get(0);
      default -> op + ", " + elements.get(0) + " to " + elements.get(elements.size() - 1);
    };
  }
}
