package dev.sluice.examples.command;

import dev.sluice.core.command.Program;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import java.time.Duration;

/** How much a folder holds, by the tools that every machine has. The folder must be visible to every worker. */
public final class ShellFolderSize implements JobSource<ShellFolderSize.Folder, ShellFolderSize.Size> {
  /**
   * What to measure.
   *
   * @param path of the folder, without quotes and backslashes
   */
  public record Folder(String path) {}

  /**
   * What it holds.
   *
   * @param files regular files below it
   * @param kilobytes their space on the disk, in units of 1,024 bytes
   */
  public record Size(long files, long kilobytes) {}

  @Override
  public Job<Folder, Size> define(JobBuilder<Folder> job) {
    return job.output(job.command("measure", Size.class, Program.script(ShellFolderSize.class, "folder-size.sh", "sh"))
        .timeout(Duration.ofMinutes(10)));
  }
}
