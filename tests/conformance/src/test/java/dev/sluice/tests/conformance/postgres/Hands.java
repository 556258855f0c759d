package dev.sluice.tests.conformance.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The threads of a test that hammers a store, each with one thing to do. If one fails, all stop: others may wait for what it was to do. */
public final class Hands {
  private final List<Callable<Integer>> hands = new ArrayList<>();
  private volatile boolean stopped;

  public void add(Callable<Integer> hand) {
    hands.add(hand);
  }

  /** Adds several, by their numbers. */
  public void add(int count, IntFunction<Callable<Integer>> hand) {
    IntStream.range(0, count).mapToObj(hand).forEach(hands::add);
  }

  public int count() {
    return hands.size();
  }

  /** Tells whether they are to stop, whatever is left to be done. */
  public boolean areStopped() {
    return stopped;
  }

  /** Returns when all are done, or throws what the first of them threw. */
  public void run() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(hands.size());
    try {
      for (Future<Integer> hand : threads.invokeAll(hands.stream().map(this::stoppingAllIfItFails).toList())) {
        hand.get();
      }
    } finally {
      stopped = true;
      threads.shutdownNow();
    }
  }

  private Callable<Integer> stoppingAllIfItFails(Callable<Integer> hand) {
    return () -> {
      try {
        return hand.call();
      } catch (Exception | Error e) {
        stopped = true;
        throw e;
      }
    };
  }
}
