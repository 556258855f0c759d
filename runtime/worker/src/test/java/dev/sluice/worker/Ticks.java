package dev.sluice.worker;

import dev.sluice.core.time.Pause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** The pauses of a worker in a test's hands: heartbeats and reconnects go on when the test says so. */
final class Ticks implements Pause {
  private final Duration heartbeat;
  private final Semaphore heartbeats = new Semaphore(0);
  private final Semaphore reconnects = new Semaphore(0);
  private final List<Duration> waited = new CopyOnWriteArrayList<>();

  Ticks(Duration heartbeat) {
    this.heartbeat = heartbeat;
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    if (duration.equals(heartbeat)) {
      heartbeats.acquire();
    } else {
      waited.add(duration);
      reconnects.acquire();
    }
  }

  void heartbeat() {
    heartbeats.release();
  }

  void reconnect(int times) {
    reconnects.release(times);
  }

  /** How long the pauses after failed calls were, in order. */
  List<Duration> reconnects() {
    return List.copyOf(waited);
  }
}
