package dev.sluice.coordinator.api;

import dev.sluice.adapters.http.HttpProblem;
import dev.sluice.adapters.http.ProblemException;
import dev.sluice.adapters.http.Request;
import dev.sluice.contract.SettingText;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunId;
import java.time.Duration;

/** Reads parameters of path and query; what cannot be used is refused with the parameter's name. */
final class Parameters {
  private Parameters() {}

  static RunId runId(Request request) {
    return runId("id", request.pathParameter("id"));
  }

  static RunId runId(String name, String text) {
    try {
      return RunId.parse(text);
    } catch (IllegalArgumentException e) {
      throw unusable(name, String.valueOf(e.getMessage()));
    }
  }

  /** Reads a whole number from {@code least} to {@code most}. */
  static long number(Request request, String name, long fallback, long least, long most) {
    String text = request.queryParameter(name).orElse(Long.toString(fallback));
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    String bounds = most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
    throw unusable(name, "expected a whole number of " + bounds + ", got \"" + text + "\"");
  }

  /** Reads true or false. */
  static boolean flag(Request request, String name, boolean fallback) {
    String text = request.queryParameter(name).orElse(Boolean.toString(fallback));
    if (!text.equals("true") && !text.equals("false")) {
      throw unusable(name, "expected true or false, got \"" + text + "\"");
    }
    return text.equals("true");
  }

  static IdempotencyKey key(String name, String text) {
    try {
      return IdempotencyKey.parse(text);
    } catch (IllegalArgumentException e) {
      throw unusable(name, String.valueOf(e.getMessage()));
    }
  }

  /** Reads a time span such as {@code 2h}. */
  static Duration duration(String name, String text) {
    try {
      return SettingText.duration(text);
    } catch (IllegalArgumentException e) {
      throw unusable(name, String.valueOf(e.getMessage()));
    }
  }

  /** Reads a time span such as {@code 30s}, zero if it is not given. */
  static Duration wait(Request request, Duration longest) {
    String text = request.queryParameter("wait").orElse("0s");
    Duration wait;
    try {
      wait = SettingText.duration(text);
    } catch (IllegalArgumentException e) {
      throw unusable("wait", String.valueOf(e.getMessage()));
    }
    if (wait.compareTo(longest) > 0) {
      throw unusable("wait", "at most " + longest.toSeconds() + "s, got \"" + text + "\"; ask again to wait longer");
    }
    return wait;
  }

  private static ProblemException unusable(String name, String detail) {
    return new ProblemException(HttpProblem.UNUSABLE_PARAMETER, name + ": " + detail);
  }
}
