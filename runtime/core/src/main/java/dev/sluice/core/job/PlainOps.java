package dev.sluice.core.job;

import java.util.Arrays;
import java.util.List;

/**
 * Ops that are a function of the run's input or of other ops' outputs.
 *
 * @param <I> what a run takes
 */
abstract class PlainOps<I> {
  /** Takes an op into the job. */
  abstract <T> Op<T> add(OpDraft draft, Class<T> type);

  /** An op that takes the run's input. */
  @SuppressWarnings("unchecked")
  public <T> Op<T> op(String opName, Class<T> type, OpFunction1<I, T> code) {
    return add(opName, type, List.of(), code, (input, upstream, context, connection) -> code.run((I) input.get(), context));
  }

  /** An op that takes the output of another. */
  @SuppressWarnings("unchecked")
  public <A, T> Op<T> op(String opName, Class<T> type, Op<A> first, OpFunction1<A, T> code) {
    return add(opName, type, Arrays.asList(first), code, (input, upstream, context, connection) -> code.run((A) upstream.get(0), context));
  }

  /** An op that takes the outputs of two others. */
  @SuppressWarnings("unchecked")
  public <A, B, T> Op<T> op(String opName, Class<T> type, Op<A> first, Op<B> second, OpFunction2<A, B, T> code) {
    return add(opName, type, Arrays.asList(first, second), code,
        (input, upstream, context, connection) -> code.run((A) upstream.get(0), (B) upstream.get(1), context));
  }

  /** An op that takes the outputs of three others. */
  @SuppressWarnings("unchecked")
  public <A, B, C, T> Op<T> op(
      String opName, Class<T> type, Op<A> first, Op<B> second, Op<C> third, OpFunction3<A, B, C, T> code) {
    return add(opName, type, Arrays.asList(first, second, third), code,
        (input, upstream, context, connection) -> code.run((A) upstream.get(0), (B) upstream.get(1), (C) upstream.get(2), context));
  }

  /** An op that takes the outputs of four others. */
  @SuppressWarnings("unchecked")
  public <A, B, C, D, T> Op<T> op(
      String opName, Class<T> type, Op<A> first, Op<B> second, Op<C> third, Op<D> fourth, OpFunction4<A, B, C, D, T> code) {
    return add(opName, type, Arrays.asList(first, second, third, fourth), code, (input, upstream, context, connection) -> code.run(
        (A) upstream.get(0), (B) upstream.get(1), (C) upstream.get(2), (D) upstream.get(3), context));
  }

  /** An op that takes the outputs of five others; beyond that, take them from {@link OpContext#output}. */
  @SuppressWarnings("unchecked")
  public <A, B, C, D, E, T> Op<T> op(String opName, Class<T> type, Op<A> first, Op<B> second, Op<C> third, Op<D> fourth,
      Op<E> fifth, OpFunction5<A, B, C, D, E, T> code) {
    return add(opName, type, Arrays.asList(first, second, third, fourth, fifth), code, (input, upstream, context, connection) -> code.run(
        (A) upstream.get(0), (B) upstream.get(1), (C) upstream.get(2), (D) upstream.get(3), (E) upstream.get(4), context));
  }

  /** An op that takes the outputs of any number of others of one type: the fan-in. */
  @SuppressWarnings("unchecked")
  public <A, T> Op<T> op(String opName, Class<T> type, List<Op<A>> all, OpFunction1<List<A>, T> code) {
    return add(opName, type, all, code, (input, upstream, context, connection) -> code.run((List<A>) (List<?>) upstream, context));
  }

  private <T> Op<T> add(String opName, Class<T> type, List<? extends Op<?>> upstream, Object code, OpBody body) {
    return add(new OpDraft(opName, type, upstream, body, false).running(code), type);
  }
}
