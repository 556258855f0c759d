package dev.sluice.cli.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory of processes that is in RAM, as the kernel counts it (VmRSS). Pages that processes share count once for each. */
public final class ResidentMemory {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final long KIBIBYTE = 1024;

  private ResidentMemory() {}

  /** Adds up the bytes of the processes that still live; nothing where the kernel does not tell, as outside Linux. */
  public static OptionalLong of(Collection<Long> pids) {
    long sum = 0;
    boolean told = false;
    for (long pid : pids) {
      OptionalLong bytes = of(pid);
      told |= bytes.isPresent();
      sum += bytes.orElse(0);
    }
    return told ? OptionalLong.of(sum) : OptionalLong.empty();
  }

  private static OptionalLong of(long pid) {
    try {
      Matcher matcher = RESIDENT.matcher(Files.readString(Path.of("/proc", String.valueOf(pid), "status")));
      return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1)) * KIBIBYTE) : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty(); // gone meanwhile, or no such files on this system
    }
  }
}
