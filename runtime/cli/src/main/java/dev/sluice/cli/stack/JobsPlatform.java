package dev.sluice.cli.stack;

import dev.sluice.cli.jobs.JobsWatch;
import dev.sluice.cli.jobs.OwnJobs;
import dev.sluice.cli.terminal.Talk;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.infra.StackConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;

/** A local platform with a user's own jobs, if there are any, which starts its services again when these change. */
public final class JobsPlatform implements AutoCloseable {
  private final LocalPlatform cloud;
  private final Optional<OwnJobs> jobs;
  private final Optional<JobsWatch> watch;

  private JobsPlatform(LocalPlatform cloud, Optional<OwnJobs> jobs, Optional<JobsWatch> watch) {
    this.cloud = cloud;
    this.jobs = jobs;
    this.watch = watch;
  }

  /**
   * Deploys a stack and waits until its services are healthy.
   *
   * @param jobs a jar, a folder of jars or a folder of classes; empty for none beside those of the images
   * @throws UserError if the jobs cannot be used, a local cloud of this checkout is up, or the stack cannot be deployed; nothing is left then
   */
  public static JobsPlatform up(Path root, String stack, Talk talk, Optional<Path> jobs) throws IOException, InterruptedException {
    if (jobs.isEmpty()) {
      LocalStackNote.refuseSecond(root);
      talk.say("deploying stack " + stack + " to the local cloud");
      LocalPlatform.prepareQuickStart(root);
      return new JobsPlatform(LocalPlatform.up(root, stack, talk), Optional.empty(), Optional.empty());
    }
    OwnJobs own = OwnJobs.of(LocalPlatform.imagesOf(root), root.resolve(".sluice").resolve("images"), jobs.get(),
        StackConfiguration.fromFile(root, stack).queues().names());
    try {
      LocalStackNote.refuseSecond(root); // once it is known that the jobs could be used
      talk.say("deploying stack " + stack + " to the local cloud, with the jobs " + new TreeSet<>(own.names()) + " of " + own.path());
      LocalPlatform cloud = LocalPlatform.up(root, stack, talk, own.images());
      return new JobsPlatform(cloud, Optional.of(own), Optional.of(new JobsWatch(own, talk, () -> restart(cloud, talk))));
    } catch (InterruptedException | RuntimeException e) {
      own.close();
      throw e;
    }
  }

  private static void restart(LocalPlatform cloud, Talk talk) {
    try {
      cloud.restart();
      talk.say("coordinator and workers run the new jobs");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the platform is being taken down
    }
  }

  public LocalPlatform cloud() {
    return cloud;
  }

  /** Does what is left to do once everything is up: watches the user's jobs, or prepares the next start. */
  public void settle() throws InterruptedException {
    if (watch.isPresent()) {
      watch.get().start();
    } else {
      cloud.quickenNextStart();
    }
  }

  @Override
  public void close() {
    watch.ifPresent(JobsWatch::close);
    cloud.close();
    jobs.ifPresent(OwnJobs::close);
  }
}
