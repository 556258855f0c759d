package dev.sluice.core.job;

/** The code of an op with 2 inputs. It may throw anything: the op's retry decides what follows. */
@FunctionalInterface
public interface OpFunction2<A, B, T> {
  T run(A first, B second, OpContext context) throws Exception;
}
