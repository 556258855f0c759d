package dev.sluice.examples.context;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import java.util.List;

/** An op says how far it is, for whoever watches the run: it costs nothing to say it often. Songs copied to a player. */
public final class ProgressOfAnOp implements JobSource<ProgressOfAnOp.Songs, String> {
  /** What to copy. */
  public record Songs(List<String> titles) {}

  @Override
  public Job<Songs, String> define(JobBuilder<Songs> job) {
    return job.output(job.op("copy", String.class, (songs, context) -> {
      StringBuilder player = new StringBuilder();
      for (int copied = 0; copied < songs.titles().size(); copied++) {
        context.progress(copied, songs.titles().size());
        player.append(songs.titles().get(copied)).append(';');
      }
      context.progress(songs.titles().size(), songs.titles().size());
      return player.toString();
    }));
  }
}
