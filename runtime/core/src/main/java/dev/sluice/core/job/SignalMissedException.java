package dev.sluice.core.job;

/** An op that awaits a signal has waited as long as it may, and none has come. Trying again does not help. */
public final class SignalMissedException extends RuntimeException {
  SignalMissedException(String job, String op) {
    super("op " + op + " of job " + job + " has waited as long as its timeout allows, and no signal has come");
  }
}
