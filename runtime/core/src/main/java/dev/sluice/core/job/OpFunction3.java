package dev.sluice.core.job;

/** The code of an op with 3 inputs. It may throw anything: the op's retry decides what follows. */
@FunctionalInterface
public interface OpFunction3<A, B, C, T> {
  T run(A first, B second, C third, OpContext context) throws Exception;
}
