package dev.sluice.core.job;

/** The code of an op with 4 inputs. It may throw anything: the op's retry decides what follows. */
@FunctionalInterface
public interface OpFunction4<A, B, C, D, T> {
  T run(A first, B second, C third, D fourth, OpContext context) throws Exception;
}
