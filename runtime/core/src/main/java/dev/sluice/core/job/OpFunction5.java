package dev.sluice.core.job;

/** The code of an op with 5 inputs. It may throw anything: the op's retry decides what follows. */
@FunctionalInterface
public interface OpFunction5<A, B, C, D, E, T> {
  T run(A first, B second, C third, D fourth, E fifth, OpContext context) throws Exception;
}
