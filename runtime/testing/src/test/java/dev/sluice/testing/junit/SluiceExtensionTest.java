package dev.sluice.testing.junit;

import static dev.sluice.testing.RunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.testing.JobTest;
import dev.sluice.testing.TestJobs;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SluiceExtensionTest {
  private static final class Doubling implements JobSource<Integer, Integer> {
    @Override
    public Job<Integer, Integer> define(JobBuilder<Integer> job) {
      return job.output(job.op("double", Integer.class, (number, context) -> 2 * number));
    }
  }

  private static final class Upper implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.op("upper", String.class, (text, context) -> text.toUpperCase(java.util.Locale.ROOT)));
    }
  }

  @RegisterExtension static final SluiceExtension SLUICE = SluiceExtension.of(new Doubling(), new Upper());

  @Test
  void aTestOfTheJobOfTheseTypesIsGiven(JobTest<Integer, Integer> doubling, JobTest<String, String> upper) {
    assertThat(doubling.run(4)).yields(8);
    assertThat(upper.run("a")).yields("A");
  }

  @Test
  void eachParameterIsFresh(JobTest<Integer, Integer> one, JobTest<Integer, Integer> other) {
    assertThat(one).isNotSameAs(other);
  }

  @Test
  void theJobsCanBeChosenFrom(TestJobs jobs) {
    assertThat(jobs.test(Doubling.class).run(3)).yields(6);
    assertThat(jobs.sources()).hasSize(2);
  }

  @Test
  void aJobThatIsNotKnownIsToldWithThoseThatAre() {
    assertThatThrownBy(() -> TestJobs.of(new Upper()).test(Doubling.class)).isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("Doubling is not among").hasMessageContaining("Upper").hasMessageContaining("META-INF/services");
  }
}
