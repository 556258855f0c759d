package dev.sluice.examples.map;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.Comparator;
import java.util.List;

/** A map in a map: each item is the input of a sub-job, and that has a map of its own. Steps walked by the teams of a contest. */
public final class MapOfMaps implements JobSource<MapOfMaps.Contest, String> {
  /** The teams. */
  public record Contest(List<Team> teams) {}

  /** Who walks together, and how far each went. */
  public record Team(String name, List<Integer> metres) {}

  /** What a team has reached. */
  public record Score(String team, int steps) {}

  /** One team: an op for each of its members. */
  public static final class TeamScore implements JobSource<Team, Score> {
    @Override
    public Job<Team, Score> define(JobBuilder<Team> job) {
      Op<List<Integer>> steps = job.map("count-steps", Integer.class, Integer.class, Team::metres,
          (metres, context) -> metres * 4 / 3);
      Op<String> name = job.op("name", String.class, (team, context) -> team.name());
      return job.output(job.op("score", Score.class, name, steps, (team, all, context) ->
          new Score(team, all.stream().mapToInt(Integer::intValue).sum())));
    }
  }

  @Override
  public Job<Contest, String> define(JobBuilder<Contest> job) {
    Op<List<Score>> scores = job.mapSub("team", new TeamScore(), Contest::teams);
    return job.output(job.op("winner", String.class, scores, (all, context) ->
        all.stream().max(Comparator.comparingInt(Score::steps)).map(Score::team).orElse("nobody")));
  }
}
