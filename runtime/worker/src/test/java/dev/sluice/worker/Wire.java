package dev.sluice.worker;

import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.queue.QueueUnavailableException;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.StoreUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands between one worker and its ports: it writes down the calls, can be cut for a while, as a network is, and for good, as
 * power is.
 */
final class Wire {
  /** A process that has lost its power: nothing that it still tries has an effect. */
  static final class PowerCut extends Error {
    PowerCut() {
      super("power cut");
    }
  }

  /** Sees a call before it is made; may throw in its place. */
  @FunctionalInterface
  interface Tap {
    void before(String call, @Nullable Object[] arguments);
  }

  /** Sees an answer before the worker does; may give another. */
  @FunctionalInterface
  interface Answer {
    @Nullable Object of(String call, @Nullable Object answer);
  }

  private final String worker;
  private final Recorder recorder;
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private volatile boolean powerCut;
  private volatile boolean storeCut;
  private volatile boolean queueCut;
  private volatile Tap tap = (call, arguments) -> {};
  private volatile Answer answers = (call, answer) -> answer;

  Wire(String worker, Recorder recorder) {
    this.worker = worker;
    this.recorder = recorder;
  }

  /** Tells whether such a call was ever begun, whatever came of it. */
  boolean hasBegun(String call) {
    return begun.contains(call);
  }

  void cutPower() {
    powerCut = true;
  }

  void cutStore(boolean cut) {
    storeCut = cut;
  }

  void cutQueues(boolean cut) {
    queueCut = cut;
  }

  void tap(Tap instead) {
    tap = instead;
  }

  void answer(Answer instead) {
    answers = instead;
  }

  RunStore of(RunStore store) {
    return proxy(RunStore.class, store, "store");
  }

  QueueMap of(QueueMap queues) {
    return new QueueMap(all(queues.work(), "queue"), all(queues.deadLetter(), "dead letter"));
  }

  private Map<String, JobQueue> all(Map<String, JobQueue> queues, String kind) {
    Map<String, JobQueue> wired = new TreeMap<>();
    queues.forEach((name, queue) -> wired.put(name, proxy(JobQueue.class, queue, kind + " " + name)));
    return wired;
  }

  private <T> T proxy(Class<T> port, T real, String name) {
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
      String call = name + " " + method.getName();
      begun.add(call);
      check(port);
      tap.before(call, arguments == null ? new Object[0] : arguments);
      Object answer;
      try {
        answer = method.invoke(real, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
      recorder.write("call " + worker + " " + call);
      check(port);
      return answers.of(call, answer);
    }));
  }

  private void check(Class<?> port) {
    if (powerCut) {
      throw new PowerCut();
    }
    if (port == RunStore.class && storeCut) {
      throw new StoreUnavailableException("cut", new IllegalStateException("cut"));
    }
    if (port == JobQueue.class && queueCut) {
      throw new QueueUnavailableException("cut", null);
    }
  }
}
