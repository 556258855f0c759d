package dev.sluice.testing;

import dev.sluice.core.job.JobSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The jobs that a test knows, each of which it can run. Immutable. */
public final class TestJobs {
  private final List<JobSource<?, ?>> sources;

  private TestJobs(Collection<? extends JobSource<?, ?>> sources) {
    this.sources = List.copyOf(sources);
  }

  /** Knows every job that the service loader finds, as a worker does: also a test that the entry in META-INF/services is right. */
  public static TestJobs onTheClassPath() {
    List<JobSource<?, ?>> found = new ArrayList<>();
    ServiceLoader.load(JobSource.class).forEach(found::add);
    return new TestJobs(found);
  }

  /** Knows the jobs of these sources. */
  public static TestJobs of(JobSource<?, ?>... sources) {
    return new TestJobs(List.of(sources));
  }

  public List<JobSource<?, ?>> sources() {
    return sources;
  }

  /**
   * Begins a test of a job.
   *
   * @throws NoSuchElementException if it is not among the known ones
   */
  public <I, O> JobTest<I, O> test(Class<? extends JobSource<I, O>> type) {
    return JobTest.of(sources.stream().filter(type::isInstance).map(type::cast).findFirst()
        .orElseThrow(() -> new NoSuchElementException(type.getName() + " is not among the known jobs: " + names()
            + "; is it in META-INF/services/" + JobSource.class.getName() + "?")));
  }

  private String names() {
    return sources.stream().map(source -> source.getClass().getName()).collect(Collectors.joining(", ", "[", "]"));
  }
}
