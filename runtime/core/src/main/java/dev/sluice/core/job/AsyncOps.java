package dev.sluice.core.job;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Ops whose code returns a future: the attempt ends when it completes. An attempt that is told to stop cancels the future, by
 * {@link java.util.concurrent.CompletableFuture#cancel}. The op keeps its slot meanwhile, and its thread, which is a virtual one where the
 * JDK has them.
 *
 * @param <I> what a run takes
 */
abstract class AsyncOps<I> extends CommandOps<I> {
  /** An op that takes the run's input and returns a future. */
  @SuppressWarnings("unchecked")
  public <T> Op<T> async(String opName, Class<T> type, OpFunction1<I, CompletionStage<T>> code) {
    return later(opName, type, List.of(), code, (input, upstream, context, connection) -> code.run((I) input.get(), context));
  }

  /** An op that takes the output of another and returns a future. */
  @SuppressWarnings("unchecked")
  public <A, T> Op<T> async(String opName, Class<T> type, Op<A> first,
      OpFunction1<A, CompletionStage<T>> code) {
    return later(opName, type, Arrays.asList(first), code, (input, upstream, context, connection) -> code.run(
        (A) upstream.get(0), context));
  }

  /** An op that takes the outputs of two others and returns a future. */
  @SuppressWarnings("unchecked")
  public <A, B, T> Op<T> async(String opName, Class<T> type, Op<A> first, Op<B> second,
      OpFunction2<A, B, CompletionStage<T>> code) {
    return later(opName, type, Arrays.asList(first, second), code, (input, upstream, context, connection) -> code.run(
        (A) upstream.get(0), (B) upstream.get(1), context));
  }

  /** An op that takes the outputs of three others and returns a future. */
  @SuppressWarnings("unchecked")
  public <A, B, C, T> Op<T> async(String opName, Class<T> type, Op<A> first, Op<B> second, Op<C> third,
      OpFunction3<A, B, C, CompletionStage<T>> code) {
    return later(opName, type, Arrays.asList(first, second, third), code, (input, upstream, context, connection) -> code.run(
        (A) upstream.get(0), (B) upstream.get(1), (C) upstream.get(2), context));
  }

  /** An op that takes the outputs of four others and returns a future. */
  @SuppressWarnings("unchecked")
  public <A, B, C, D, T> Op<T> async(String opName, Class<T> type, Op<A> first, Op<B> second, Op<C> third, Op<D> fourth,
      OpFunction4<A, B, C, D, CompletionStage<T>> code) {
    return later(opName, type, Arrays.asList(first, second, third, fourth), code, (input, upstream, context, connection) -> code.run(
        (A) upstream.get(0), (B) upstream.get(1), (C) upstream.get(2), (D) upstream.get(3), context));
  }

  /** An op that takes the outputs of five others and returns a future; beyond that, take them from {@link OpContext#output}. */
  @SuppressWarnings("unchecked")
  public <A, B, C, D, E, T> Op<T> async(String opName, Class<T> type, Op<A> first, Op<B> second, Op<C> third, Op<D> fourth, Op<E> fifth,
      OpFunction5<A, B, C, D, E, CompletionStage<T>> code) {
    return later(opName, type, Arrays.asList(first, second, third, fourth, fifth), code, (input, upstream, context, connection) -> code.run(
        (A) upstream.get(0), (B) upstream.get(1), (C) upstream.get(2), (D) upstream.get(3), (E) upstream.get(4), context));
  }

  /** An op that takes the outputs of any number of others of one type and returns a future. */
  @SuppressWarnings("unchecked")
  public <A, T> Op<T> async(String opName, Class<T> type, List<Op<A>> all, OpFunction1<List<A>, CompletionStage<T>> code) {
    return later(opName, type, all, code,
        (input, upstream, context, connection) -> code.run((List<A>) (List<?>) upstream, context));
  }

  private <T> Op<T> later(String opName, Class<T> type, List<? extends Op<?>> upstream, Object code, OpBody body) {
    return add(new OpDraft(opName, type, upstream, new AsyncBody(opName, body), false).running(code), type);
  }
}
