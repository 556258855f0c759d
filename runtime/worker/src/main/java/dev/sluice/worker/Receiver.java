package dev.sluice.worker;

import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.QueueUnavailableException;
import java.time.Duration;
import java.util.List;

/**
 * Long-polls one queue while there are free slots, and lets what it receives make it claim (step 3 of the protocol). One thread
 * runs it.
 */
final class Receiver implements Runnable {
  private static final Duration WAIT_FOR_MORE = Duration.ofMillis(5);
  private static final Duration WAIT_FOR_ROOM = Duration.ofSeconds(1);

  private final String queue;
  private final String part;
  private final JobQueue source;
  private final Duration wait;
  private final Duration patience;
  private final Slots slots;
  private final DryQueues dry;
  private final Intake intake;
  private final Settler settler;
  private final Launcher launcher;
  private final Pulse pulse;
  private final Faults faults;
  private final Interruption interruption = new Interruption();
  private final Reconnect reconnect;
  private volatile boolean polling;
  private volatile boolean failing;
  /** Whether the queue has ever answered: one that never has is named wrongly, or not this worker's to ask. */
  private boolean reached;

  Receiver(String queue, WorkerParts parts, WorkerOptions options, Slots slots, DryQueues dry, Intake intake, Settler settler,
      Launcher launcher, Pulse pulse) {
    this.queue = queue;
    this.part = "receive from " + queue;
    this.source = parts.queues().work(queue);
    this.wait = options.receiveWait();
    this.patience = options.receiveWait().plus(options.patience());
    this.slots = slots;
    this.dry = dry;
    this.intake = intake;
    this.settler = settler;
    this.launcher = launcher;
    this.pulse = pulse;
    this.faults = parts.faults();
    this.reconnect = new Reconnect(parts, options, interruption, pulse, part);
  }

  @Override
  public void run() {
    try {
      claimUncalled(); // what waits may have called others, who are gone
      pulse.rest(part);
      while (!interruption.isStopped()) {
        receive();
      }
    } catch (InterruptedException e) {
      // told to stop
    } finally {
      polling = false;
      pulse.rest(part);
    }
  }

  /** Looks for work without a call: when the worker starts, and when the queue cannot be asked whether there is one. */
  private void claimUncalled() throws InterruptedException {
    int taken = beginClaim();
    List<HeldAttempt> attempts = List.of();
    try {
      attempts = intake.claimIfReachable(queue, interruption.isStopped() ? 0 : taken);
      if (taken > 0 && attempts.size() == taken) {
        dry.learn(queue, false); // commits go on with what is left
      }
    } finally {
      slots.endClaim(taken - attempts.size());
    }
    launcher.launch(attempts);
  }

  private void receive() throws InterruptedException {
    try {
      List<Delivery> deliveries = pollOrClaim();
      if (!deliveries.isEmpty()) {
        faults.at(FaultPoint.MESSAGE_RECEIVED);
        take(intake.read(queue, deliveries));
      } else if (!interruption.isStopped()) {
        take(List.of());
      }
      pulse.beat(part, patience);
      reconnect.succeeded();
      failing = false;
      reached = true;
    } catch (RuntimeException | Error e) {
      failing = true;
      if (reached && e instanceof QueueUnavailableException) {
        pulse.beat(part, patience.multipliedBy(2)); // for a pause and a try; a restart would bring nothing back, and end the ops that run
      }
      reconnect.failed(part, e);
    }
  }

  /** A queue that cannot be asked calls nobody, and its backlog does not wait for that. */
  private List<Delivery> pollOrClaim() throws InterruptedException {
    try {
      return poll();
    } catch (RuntimeException | Error e) {
      claimUncalled();
      throw e;
    }
  }

  private List<Delivery> poll() throws InterruptedException {
    interruption.enter();
    try {
      int free = 0;
      while (free == 0) {
        if (slots.free() == 0) {
          pulse.rest(part); // a full worker need not poll
          slots.awaitFree();
        }
        awaitRoom();
        free = slots.awaitMore(JobQueue.MOST_A_CALL, WAIT_FOR_MORE);
      }
      pulse.begin(part, patience);
      polling = true;
      return source.receive(Math.min(free, JobQueue.MOST_A_CALL), wait);
    } finally {
      interruption.leave();
    }
  }

  /** A queue that takes so long to delete what it has brought is away as far as this worker goes. */
  private void awaitRoom() throws InterruptedException {
    if (settler.awaitRoom(Duration.ZERO)) {
      return;
    }
    pulse.rest(part);
    if (!settler.awaitRoom(WAIT_FOR_ROOM)) {
      throw new QueueUnavailableException("messages that are done with wait for their deletion: none are received meanwhile", null);
    }
  }

  /**
   * Claims with what has called, or after a poll that brought nothing: a message may be hidden for as long as it is visible to somebody
   * who died, and its op should not wait for that.
   */
  private void take(List<HeldMessage> messages) throws InterruptedException {
    intake.lookAgain(claim(messages), this::claim);
  }

  /** Returns those whose op may be ready, but was locked. */
  private List<HeldMessage> claim(List<HeldMessage> messages) throws InterruptedException {
    int taken = beginClaim();
    int filled = 0;
    Intake.Judged judged;
    try {
      // Told to stop meanwhile, it still has the messages judged: their ops go back to the backlog at once.
      judged = intake.claim(queue, interruption.isStopped() ? 0 : taken, messages, reconnect);
      filled = judged.attempts().size();
      if (taken > 0) {
        dry.learn(queue, filled < taken);
      }
    } finally {
      slots.endClaim(taken - filled); // first, or the commit of a short op would claim without the slots that are left
    }
    launcher.launch(judged.attempts());
    return judged.busy();
  }

  /**
   * Takes slots for a claim, which ends with {@link Slots#endClaim}. Another claim may hold them all for as long as the store is away: whoever
   * makes that one has a pulse, and this part rests. Told to stop, it waits no longer.
   */
  private int beginClaim() {
    try {
      interruption.enter();
      try {
        return slots.beginClaim(() -> pulse.rest(part));
      } finally {
        interruption.leave();
      }
    } catch (InterruptedException e) {
      return slots.beginClaimAtOnce();
    } finally {
      pulse.begin(part, patience);
    }
  }

  String queue() {
    return queue;
  }

  /** Tells whether it has begun to ask its queue, and was not refused the last time. */
  boolean isPolling() {
    return polling && !failing;
  }

  /** Ends the thread, a long poll too: a message that was on its way comes back after its visibility timeout. */
  void stop() {
    interruption.stop();
  }
}
