package dev.sluice.core.job;

import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ops whose own SQL is committed together with their result.
 *
 * @param <I> what a run takes
 */
abstract class TransactionalOps<I> extends PlainOps<I> {
  /** What {@link #transactional} makes of the typed functions. */
  @FunctionalInterface
  private interface TransactionalBody {
    @Nullable Object run(Supplier<Object> input, List<Object> upstream, OpContext context, Connection connection) throws Exception;
  }

  /**
   * An op that takes the run's input and whose own SQL is committed together with its result, under the same fence: if another attempt
   * has taken over meanwhile, or the run was called off, both are rolled back.
   *
   * <p>The connection is one to the platform's database, in a transaction with that database's default isolation. The op returns to
   * commit and throws to roll back; the connection refuses to end the transaction by itself.
   */
  @SuppressWarnings("unchecked")
  public <T> Op<T> transactional(String opName, Class<T> type, TransactionalFunction1<I, T> code) {
    return together(opName, type, List.of(), code, (input, upstream, context, connection) -> code.run((I) input.get(), context, connection));
  }

  /** A transactional op that takes the output of another. */
  @SuppressWarnings("unchecked")
  public <A, T> Op<T> transactional(String opName, Class<T> type, Op<A> first, TransactionalFunction1<A, T> code) {
    return together(opName, type, Arrays.asList(first), code,
        (input, upstream, context, connection) -> code.run((A) upstream.get(0), context, connection));
  }

  /** A transactional op that takes the outputs of two others. */
  @SuppressWarnings("unchecked")
  public <A, B, T> Op<T> transactional(
      String opName, Class<T> type, Op<A> first, Op<B> second, TransactionalFunction2<A, B, T> code) {
    return together(opName, type, Arrays.asList(first, second), code,
        (input, upstream, context, connection) -> code.run((A) upstream.get(0), (B) upstream.get(1), context, connection));
  }

  /** A transactional op that takes the outputs of three others. */
  @SuppressWarnings("unchecked")
  public <A, B, C, T> Op<T> transactional(
      String opName, Class<T> type, Op<A> first, Op<B> second, Op<C> third, TransactionalFunction3<A, B, C, T> code) {
    return together(opName, type, Arrays.asList(first, second, third), code, (input, upstream, context, connection) -> code.run(
        (A) upstream.get(0), (B) upstream.get(1), (C) upstream.get(2), context, connection));
  }

  /** A transactional op that takes the outputs of four others. */
  @SuppressWarnings("unchecked")
  public <A, B, C, D, T> Op<T> transactional(String opName, Class<T> type, Op<A> first, Op<B> second, Op<C> third,
      Op<D> fourth, TransactionalFunction4<A, B, C, D, T> code) {
    return together(opName, type, Arrays.asList(first, second, third, fourth), code, (input, upstream, context, connection) -> code.run(
        (A) upstream.get(0), (B) upstream.get(1), (C) upstream.get(2), (D) upstream.get(3), context, connection));
  }

  /** A transactional op that takes the outputs of five others; beyond that, take them from {@link OpContext#output}. */
  @SuppressWarnings("unchecked")
  public <A, B, C, D, E, T> Op<T> transactional(String opName, Class<T> type, Op<A> first, Op<B> second, Op<C> third,
      Op<D> fourth, Op<E> fifth, TransactionalFunction5<A, B, C, D, E, T> code) {
    return together(opName, type, Arrays.asList(first, second, third, fourth, fifth), code, (input, upstream, context, connection) -> code.run(
        (A) upstream.get(0), (B) upstream.get(1), (C) upstream.get(2), (D) upstream.get(3), (E) upstream.get(4), context, connection));
  }

  /** A transactional op that takes the outputs of any number of others of one type. */
  @SuppressWarnings("unchecked")
  public <A, T> Op<T> transactional(String opName, Class<T> type, List<Op<A>> all, TransactionalFunction1<List<A>, T> code) {
    return together(opName, type, all, code,
        (input, upstream, context, connection) -> code.run((List<A>) (List<?>) upstream, context, connection));
  }

  private <T> Op<T> together(String opName, Class<T> type, List<? extends Op<?>> upstream, Object code, TransactionalBody body) {
    return add(new OpDraft(opName, type, upstream, (input, outputs, context, connection) ->
        body.run(input, outputs, context, Objects.requireNonNull(connection)), true).running(code), type);
  }
}
