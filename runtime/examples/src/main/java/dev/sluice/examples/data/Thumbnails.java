package dev.sluice.examples.data;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Each picture of an album is scaled down by an op of its own, then they are laid side by side. Pictures are rows of grey. */
public final class Thumbnails implements JobSource<Thumbnails.Album, Thumbnails.Picture> {
  /** Pictures of equal height, and how many times smaller they are to become. */
  public record Album(List<Picture> pictures, int factor) {}

  /** A picture: rows of points from 0, black, to 255, white. */
  public record Picture(int[][] rows) {}

  /** A picture on its way to become smaller. */
  public record Wish(Picture picture, int factor) {}

  @Override
  public Job<Album, Picture> define(JobBuilder<Album> job) {
    Op<List<Picture>> small = job.map("scale", Picture.class, Wish.class,
        album -> album.pictures().stream().map(picture -> new Wish(picture, album.factor())).toList(),
        (wish, context) -> scale(wish.picture().rows(), wish.factor())).width(4);
    return job.output(job.op("lay-out", Picture.class, small, (pictures, context) -> sideBySide(pictures)));
  }

  private static Picture scale(int[][] rows, int factor) {
    int[][] small = new int[rows.length / factor][rows[0].length / factor];
    for (int y = 0; y < small.length * factor; y++) {
      for (int x = 0; x < small[0].length * factor; x++) {
        small[y / factor][x / factor] += rows[y][x];
      }
    }
    return new Picture(Arrays.stream(small)
        .map(row -> Arrays.stream(row).map(sum -> sum / (factor * factor)).toArray()).toArray(int[][]::new));
  }

  private static Picture sideBySide(List<Picture> pictures) {
    int height = pictures.get(0).rows().length;
    return new Picture(IntStream.range(0, height)
        .mapToObj(y -> pictures.stream().flatMapToInt(picture -> Arrays.stream(picture.rows()[y])).toArray())
        .toArray(int[][]::new));
  }
}
