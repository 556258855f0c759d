package dev.sluice.infra.configuration;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The processors that tasks run on and images are built for, in the words of ECS. */
public enum Architecture {
  X86_64("m7i.large"),
  ARM64("m7g.large");

  /** AWS's own processors have a g behind their generation, {@code m7g.large}; the first had none. */
  private static final Pattern GRAVITON = Pattern.compile("(a1|[a-z]+\\d+g[a-z]*)\\..*");

  private final String machineType;

  Architecture(String machineType) {
    this.machineType = machineType;
  }

  /** Returns the processors of an EC2 instance type. */
  public static Architecture ofMachine(String type) {
    return GRAVITON.matcher(type).matches() ? ARM64 : X86_64;
  }

  /** Returns the EC2 instance type of a stack that names none. */
  public String machineType() {
    return machineType;
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Enum::name).toList();
  }
}
