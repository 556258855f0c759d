package dev.sluice.core.job;

/** The code that undoes what an op has done. */
@FunctionalInterface
public interface Compensation<T> {
  void undo(T output, OpContext context) throws Exception;
}
