package dev.sluice.testing.junit;

import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.testing.JobTest;
import dev.sluice.testing.TestJobs;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test methods a fresh {@code JobTest<Input, Output>} of the job that takes and yields these types, or {@link TestJobs} to choose
 * from. {@code @ExtendWith(SluiceExtension.class)} knows every job on the class path; a static field
 * {@code @RegisterExtension static final SluiceExtension sluice = SluiceExtension.of(new WordCount())} knows those that it is given.
 */
public final class SluiceExtension implements ParameterResolver {
  private final TestJobs jobs;

  /** Knows every job that the service loader finds. */
  public SluiceExtension() {
    this(TestJobs.onTheClassPath());
  }

  private SluiceExtension(TestJobs jobs) {
    this.jobs = jobs;
  }

  /** Knows the jobs of these sources. */
  public static SluiceExtension of(JobSource<?, ?>... sources) {
    return new SluiceExtension(TestJobs.of(sources));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == JobTest.class || type == TestJobs.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == TestJobs.class) {
      return jobs;
    }
    if (!(parameter.getParameter().getParameterizedType() instanceof ParameterizedType wanted)) {
      throw new ParameterResolutionException("say which job: JobTest<Input, Output>, or take TestJobs and choose");
    }
    Type[] types = wanted.getActualTypeArguments();
    List<JobSource<?, ?>> fitting = jobs.sources().stream().filter(source -> fits(source, types)).toList();
    if (fitting.size() != 1) {
      throw new ParameterResolutionException(fitting.size() + " of the known jobs take " + types[0].getTypeName() + " and yield "
          + types[1].getTypeName() + "; known are " + jobs.sources().stream().map(JobSource::name).sorted().toList()
          + ": take TestJobs and choose with jobs.test(WordCount.class)");
    }
    return JobTest.of(fitting.get(0));
  }

  private static boolean fits(JobSource<?, ?> source, Type[] types) {
    return source.inputType() == types[0] && JobBuilder.define(source).outputType() == types[1];
  }
}
