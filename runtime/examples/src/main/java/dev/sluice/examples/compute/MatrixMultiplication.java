package dev.sluice.examples.compute;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A product of matrices in bands of rows: each op gets only the part that it needs. */
public final class MatrixMultiplication implements JobSource<MatrixMultiplication.Input, MatrixMultiplication.Matrix> {
  /** Two matrices, and how many rows an op works out. */
  public record Input(Matrix left, Matrix right, int band) {}

  /** A matrix, row by row. */
  public record Matrix(long[][] rows) {}

  /** Some rows of the left matrix, with all of the right. */
  public record Band(long[][] rows, Matrix right) {}

  @Override
  public Job<Input, Matrix> define(JobBuilder<Input> job) {
    Op<List<Matrix>> bands = job.map("multiply", Matrix.class, Band.class, MatrixMultiplication::bands,
        (band, context) -> multiply(band));
    return job.output(job.op("join", Matrix.class, bands, (parts, context) ->
        new Matrix(parts.stream().flatMap(part -> Arrays.stream(part.rows())).toArray(long[][]::new))));
  }

  private static List<Band> bands(Input input) {
    long[][] rows = input.left().rows();
    return IntStream.iterate(0, from -> from < rows.length, from -> from + input.band())
        .mapToObj(from -> new Band(Arrays.copyOfRange(rows, from, Math.min(from + input.band(), rows.length)), input.right()))
        .toList();
  }

  private static Matrix multiply(Band band) {
    long[][] right = band.right().rows();
    return new Matrix(Arrays.stream(band.rows())
        .map(row -> IntStream.range(0, right[0].length)
            .mapToLong(column -> IntStream.range(0, row.length).mapToLong(i -> row[i] * right[i][column]).sum())
            .toArray())
        .toArray(long[][]::new));
  }
}
