package dev.sluice.core.job;

import dev.sluice.core.run.LeaseToken;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.MDC;

/** Puts run, op and attempt into the diagnostic context of log lines. */
final class AttemptLog {
  static final String RUN = "run";
  static final String OP = "op";
  static final String ATTEMPT = "attempt";

  private AttemptLog() {}

  /** Lets the calling thread's log lines carry the attempt until {@link #leave()}. */
  static void enter(LeaseToken token) {
    MDC.put(RUN, token.key().runId().toString());
    MDC.put(OP, token.key().opKey());
    MDC.put(ATTEMPT, Integer.toString(token.attempt()));
  }

  static void leave() {
    MDC.remove(RUN);
    MDC.remove(OP);
    MDC.remove(ATTEMPT);
  }

  /** A logger whose lines carry the attempt on whatever thread they are written, for ops that start threads of their own. */
  static Logger carrying(LeaseToken token, Logger logger) {
    return (Logger) Proxy.newProxyInstance(AttemptLog.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
      Map<String, String> before = MDC.getCopyOfContextMap();
      enter(token);
      try {
        return method.invoke(logger, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      } finally {
        if (before == null) {
          MDC.clear();
        } else {
          MDC.setContextMap(before);
        }
      }
    });
  }
}
