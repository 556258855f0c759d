package dev.sluice.core.job;

/** The code of an op with 1 input. It may throw anything: the op's retry decides what follows. */
@FunctionalInterface
public interface OpFunction1<A, T> {
  T run(A first, OpContext context) throws Exception;
}
