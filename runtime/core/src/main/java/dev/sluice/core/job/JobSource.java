package dev.sluice.core.job;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Locale;

/**
 * One place that defines a job; found by the {@link java.util.ServiceLoader}, so an entry in
 * {@code META-INF/services/dev.sluice.core.job.JobSource} is all that a jar of jobs needs.
 *
 * @param <I> what a run takes; a record that Jackson can read
 * @param <O> what a run yields
 */
public interface JobSource<I, O> {
  /** Defines the job. May be called any number of times, on any thread: it must do nothing but define. */
  Job<I, O> define(JobBuilder<I> job);

  /**
   * The job's name: by default the class's simple name in lower case with dashes, {@code WordCount} gives {@code word-count},
   * {@code ETLOfADay} gives {@code etl-of-a-day}.
   */
  default String name() {
    return getClass().getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-").toLowerCase(Locale.ROOT);
  }

  /**
   * The type of the input: by default read from {@code implements JobSource<Input, Output>}.
   *
   * @throws JobDefinitionException if the class does not say it plainly; override this method then
   */
  @SuppressWarnings("unchecked")
  default Class<I> inputType() {
    for (Type type : getClass().getGenericInterfaces()) {
      if (type instanceof ParameterizedType generic && generic.getRawType() == JobSource.class
          && generic.getActualTypeArguments()[0] instanceof Class<?> input) {
        return (Class<I>) input;
      }
    }
    throw new JobDefinitionException(name(), java.util.List.of(
        "its input type cannot be read from the class: implement JobSource<Input, Output> with classes, or override inputType()"));
  }
}
