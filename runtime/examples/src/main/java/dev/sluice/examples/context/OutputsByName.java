package dev.sluice.examples.context;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.Trigger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Outputs of upstream ops by name, for code that does not know beforehand which there are. Exams, not all of which were sat. */
public final class OutputsByName implements JobSource<OutputsByName.Pupil, OutputsByName.Certificate> {
  private static final List<String> SUBJECTS = List.of("maths", "music", "sports");

  /** Who, and the points in each subject that the pupil took. */
  public record Pupil(String name, Map<String, Integer> points) {}

  /** Points by subject. */
  public record Certificate(Map<String, Integer> points, boolean musical) {
    public Certificate {
      points = new TreeMap<>(points);
    }
  }

  @Override
  public Job<Pupil, Certificate> define(JobBuilder<Pupil> job) {
    List<Op<Integer>> exams = SUBJECTS.stream().map(subject -> job.op(subject, Integer.class, (pupil, context) -> {
      if (!pupil.points().containsKey(subject)) {
        throw new NonRetryableException(pupil.name() + " did not sit " + subject);
      }
      return pupil.points().get(subject);
    }).mayFail()).toList();
    return job.output(job.op("certify", Certificate.class, (pupil, context) -> {
      Map<String, Integer> points = context.outputs().stream()
          .collect(Collectors.toMap(subject -> subject, subject -> context.output(subject, Integer.class)));
      return new Certificate(points, context.hasOutput("music"));
    }).after(exams).when(Trigger.ALL_DONE));
  }
}
