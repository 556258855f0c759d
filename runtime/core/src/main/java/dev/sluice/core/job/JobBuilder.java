package dev.sluice.core.job;

import dev.sluice.core.schedule.Schedule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the ops of a job while {@link JobSource#define} runs. Everything that is wrong is told at once when the output is named.
 * Not safe for several threads.
 *
 * @param <I> what a run takes
 */
public final class JobBuilder<I> extends FlowOps<I> {
  /** The jobs that the calling thread is defining, each as part of the one before. */
  private static final ThreadLocal<Set<String>> DEFINING = ThreadLocal.withInitial(LinkedHashSet::new);

  final String name;
  final Class<I> inputType;
  /** Whose definition it is. */
  final JobSource<?, ?> source;
  final List<OpDraft> drafts = new ArrayList<>();
  final List<ScheduleDraft> schedules = new ArrayList<>();
  final List<String> problems = new ArrayList<>();
  String queue = Job.DEFAULT_QUEUE;
  int priority;
  @Nullable Retry retry;
  private boolean closed;

  private JobBuilder(String name, Class<I> inputType, JobSource<?, ?> source) {
    this.name = name;
    this.inputType = inputType;
    this.source = source;
  }

  /**
   * Defines the job of a source.
   *
   * @throws NullPointerException if there is no source
   * @throws JobDefinitionException listing all that is wrong with it, or naming the source's class and what it throws
   */
  public static <I, O> Job<I, O> define(JobSource<I, O> source) {
    String name = nameOf(Objects.requireNonNull(source, "the source of a job is null"));
    Set<String> outer = DEFINING.get();
    if (!outer.add(name)) {
      throw new JobDefinitionException(name, List.of("it is a sub-job of itself: " + String.join(" -> ", outer) + " -> " + name));
    }
    String type = source.getClass().getName();
    try {
      Job<I, O> job = source.define(new JobBuilder<>(name, source.inputType(), source));
      if (job == null) {
        throw new JobDefinitionException(name, List.of(type + ".define returns null: return what job.output(op) gives"));
      }
      return job;
    } catch (JobDefinitionException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new JobDefinitionException(name, type + " cannot define it: " + e, e);
    } finally {
      outer.remove(name);
    }
  }

  private static String nameOf(JobSource<?, ?> source) {
    String type = source.getClass().getName();
    try {
      String name = source.name();
      if (name == null) {
        throw new JobDefinitionException(type, List.of(type + ".name returns null"));
      }
      return name;
    } catch (JobDefinitionException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new JobDefinitionException(type, type + " cannot tell its name: " + e, e);
    }
  }

  /** Runs the ops on this logical queue, unless they say otherwise; {@value Job#DEFAULT_QUEUE} if it is not called. */
  public JobBuilder<I> queue(String logicalQueue) {
    refuseAfterOutput("its queue is set");
    if (logicalQueue == null) {
      problems.add("its queue is null");
    } else {
      this.queue = logicalQueue;
    }
    return this;
  }

  /** Priority of the ops, unless they say otherwise; 0 if it is not called, higher goes first. */
  public JobBuilder<I> priority(int opPriority) {
    refuseAfterOutput("its priority is set");
    this.priority = opPriority;
    return this;
  }

  /**
   * Retry of the ops, unless they say otherwise; the settings' if it is not called. It is not that of ops that start sub-jobs. A sub-job that
   * did not succeed is started again only where its op's own {@link Op#retry} says so; an attempt that fails before the sub-job has started,
   * by a lost lease or the code that makes its input, is made again as that says, or else as the settings do.
   */
  public JobBuilder<I> retry(Retry opRetry) {
    refuseAfterOutput("its retry is set");
    this.retry = opRetry;
    return this;
  }

  /**
   * Starts a run of the job whenever the schedule ticks, each with this input. A job may have several schedules, each with a name
   * ({@link Schedule#named}).
   */
  public JobBuilder<I> schedule(Schedule schedule, I input) {
    refuseAfterOutput("a schedule is given");
    if (schedule == null) {
      problems.add("a schedule of it is null");
    } else {
      schedules.add(new ScheduleDraft(schedule, input));
    }
    return this;
  }

  @Override
  String jobName() {
    return name;
  }

  /** What comes after the output would be lost. */
  void refuseAfterOutput(String what) {
    if (closed) {
      throw new JobDefinitionException(name, List.of(what + " after job.output(...), which ends the definition: move it before that"));
    }
  }

  @Override
  <T> Op<T> add(OpDraft draft, Class<T> type) {
    refuseAfterOutput("op \"" + draft.name + "\" is defined");
    drafts.add(draft);
    return new Op<>(this, draft, type);
  }

  /**
   * Ends the definition: the op's output is the job's.
   *
   * @throws JobDefinitionException listing all that is wrong with the job
   */
  public <T> Job<I, T> output(Op<T> output) {
    refuseAfterOutput("another output is named");
    Job<I, T> job = new DefinitionCheck(this).build(output);
    closed = true;
    return job;
  }
}
