package dev.sluice.core.job;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects the ops of a job while {@link JobSource#define} runs. Everything that is wrong is told at once when the output is named.
 * Not safe for several threads.
 *
 * @param <I> what a run takes
 */
public final class JobBuilder<I> {
  final String name;
  final Class<I> inputType;
  final List<OpDraft> drafts = new ArrayList<>();
  String queue = Job.DEFAULT_QUEUE;
  int priority;
  @Nullable Retry retry;

  /** What {@link #transactional} makes of the typed functions. */
  @FunctionalInterface
  private interface TransactionalBody {
    @Nullable Object run(Object input, List<Object> upstream, OpContext context, Connection connection) throws Exception;
  }

  private JobBuilder(String name, Class<I> inputType) {
    this.name = name;
    this.inputType = inputType;
  }

  /**
   * Defines the job of a source.
   *
   * @throws JobDefinitionException listing all that is wrong with it
   */
  public static <I, O> Job<I, O> define(JobSource<I, O> source) {
    return source.define(new JobBuilder<>(source.name(), source.inputType()));
  }

  /** Runs the ops on this logical queue, unless they say otherwise; {@value Job#DEFAULT_QUEUE} if it is not called. */
  public JobBuilder<I> queue(String logicalQueue) {
    this.queue = logicalQueue;
    return this;
  }

  /** Priority of the ops, unless they say otherwise; 0 if it is not called, higher goes first. */
  public JobBuilder<I> priority(int opPriority) {
    this.priority = opPriority;
    return this;
  }

  /** Retry of the ops, unless they say otherwise; the settings' if it is not called. */
  public JobBuilder<I> retry(Retry opRetry) {
    this.retry = opRetry;
    return this;
  }

  /** An op that takes the run's input. */
  @SuppressWarnings("unchecked")
  public <T> Op<T> op(String opName, Class<T> type, OpFunction1<I, T> code) {
    return add(opName, type, List.of(), (input, upstream, context, connection) -> code.run((I) input, context));
  }

  /** An op that takes the output of another. */
  @SuppressWarnings("unchecked")
  public <A, T> Op<T> op(String opName, Class<T> type, Op<A> first, OpFunction1<A, T> code) {
    return add(opName, type, List.of(first), (input, upstream, context, connection) -> code.run((A) upstream.get(0), context));
  }

  /** An op that takes the outputs of two others. */
  @SuppressWarnings("unchecked")
  public <A, B, T> Op<T> op(String opName, Class<T> type, Op<A> first, Op<B> second, OpFunction2<A, B, T> code) {
    return add(opName, type, List.of(first, second),
        (input, upstream, context, connection) -> code.run((A) upstream.get(0), (B) upstream.get(1), context));
  }

  /** An op that takes the outputs of three others. */
  @SuppressWarnings("unchecked")
  public <A, B, C, T> Op<T> op(
      String opName, Class<T> type, Op<A> first, Op<B> second, Op<C> third, OpFunction3<A, B, C, T> code) {
    return add(opName, type, List.of(first, second, third),
        (input, upstream, context, connection) -> code.run((A) upstream.get(0), (B) upstream.get(1), (C) upstream.get(2), context));
  }

  /** An op that takes the outputs of four others. */
  @SuppressWarnings("unchecked")
  public <A, B, C, D, T> Op<T> op(
      String opName, Class<T> type, Op<A> first, Op<B> second, Op<C> third, Op<D> fourth, OpFunction4<A, B, C, D, T> code) {
    return add(opName, type, List.of(first, second, third, fourth), (input, upstream, context, connection) -> code.run(
        (A) upstream.get(0), (B) upstream.get(1), (C) upstream.get(2), (D) upstream.get(3), context));
  }

  /** An op that takes the outputs of five others; beyond that, take them from {@link OpContext#output}. */
  @SuppressWarnings("unchecked")
  public <A, B, C, D, E, T> Op<T> op(String opName, Class<T> type, Op<A> first, Op<B> second, Op<C> third, Op<D> fourth,
      Op<E> fifth, OpFunction5<A, B, C, D, E, T> code) {
    return add(opName, type, List.of(first, second, third, fourth, fifth), (input, upstream, context, connection) -> code.run(
        (A) upstream.get(0), (B) upstream.get(1), (C) upstream.get(2), (D) upstream.get(3), (E) upstream.get(4), context));
  }

  /** An op that takes the outputs of any number of others of one type: the fan-in. */
  @SuppressWarnings("unchecked")
  public <A, T> Op<T> op(String opName, Class<T> type, List<Op<A>> all, OpFunction1<List<A>, T> code) {
    return add(opName, type, List.copyOf(all), (input, upstream, context, connection) -> code.run((List<A>) (List<?>) upstream, context));
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
    return together(opName, type, List.of(), (input, upstream, context, connection) -> code.run((I) input, context, connection));
  }

  /** A transactional op that takes the output of another. */
  @SuppressWarnings("unchecked")
  public <A, T> Op<T> transactional(String opName, Class<T> type, Op<A> first, TransactionalFunction1<A, T> code) {
    return together(opName, type, List.of(first),
        (input, upstream, context, connection) -> code.run((A) upstream.get(0), context, connection));
  }

  /** A transactional op that takes the outputs of two others. */
  @SuppressWarnings("unchecked")
  public <A, B, T> Op<T> transactional(
      String opName, Class<T> type, Op<A> first, Op<B> second, TransactionalFunction2<A, B, T> code) {
    return together(opName, type, List.of(first, second),
        (input, upstream, context, connection) -> code.run((A) upstream.get(0), (B) upstream.get(1), context, connection));
  }

  /** A transactional op that takes the outputs of three others. */
  @SuppressWarnings("unchecked")
  public <A, B, C, T> Op<T> transactional(
      String opName, Class<T> type, Op<A> first, Op<B> second, Op<C> third, TransactionalFunction3<A, B, C, T> code) {
    return together(opName, type, List.of(first, second, third), (input, upstream, context, connection) -> code.run(
        (A) upstream.get(0), (B) upstream.get(1), (C) upstream.get(2), context, connection));
  }

  /** A transactional op that takes the outputs of four others. */
  @SuppressWarnings("unchecked")
  public <A, B, C, D, T> Op<T> transactional(String opName, Class<T> type, Op<A> first, Op<B> second, Op<C> third,
      Op<D> fourth, TransactionalFunction4<A, B, C, D, T> code) {
    return together(opName, type, List.of(first, second, third, fourth), (input, upstream, context, connection) -> code.run(
        (A) upstream.get(0), (B) upstream.get(1), (C) upstream.get(2), (D) upstream.get(3), context, connection));
  }

  /** A transactional op that takes the outputs of five others; beyond that, take them from {@link OpContext#output}. */
  @SuppressWarnings("unchecked")
  public <A, B, C, D, E, T> Op<T> transactional(String opName, Class<T> type, Op<A> first, Op<B> second, Op<C> third,
      Op<D> fourth, Op<E> fifth, TransactionalFunction5<A, B, C, D, E, T> code) {
    return together(opName, type, List.of(first, second, third, fourth, fifth), (input, upstream, context, connection) -> code.run(
        (A) upstream.get(0), (B) upstream.get(1), (C) upstream.get(2), (D) upstream.get(3), (E) upstream.get(4), context, connection));
  }

  /** A transactional op that takes the outputs of any number of others of one type. */
  @SuppressWarnings("unchecked")
  public <A, T> Op<T> transactional(String opName, Class<T> type, List<Op<A>> all, TransactionalFunction1<List<A>, T> code) {
    return together(opName, type, List.copyOf(all),
        (input, upstream, context, connection) -> code.run((List<A>) (List<?>) upstream, context, connection));
  }

  private <T> Op<T> add(String opName, Class<T> type, List<Op<?>> upstream, OpBody body) {
    return add(new OpDraft(opName, type, upstream, body, false), type);
  }

  private <T> Op<T> together(String opName, Class<T> type, List<Op<?>> upstream, TransactionalBody body) {
    return add(new OpDraft(opName, type, upstream, (input, outputs, context, connection) ->
        body.run(input, outputs, context, Objects.requireNonNull(connection)), true), type);
  }

  private <T> Op<T> add(OpDraft draft, Class<T> type) {
    drafts.add(draft);
    return new Op<>(this, draft, type);
  }

  /**
   * Ends the definition: the op's output is the job's.
   *
   * @throws JobDefinitionException listing all that is wrong with the job
   */
  public <T> Job<I, T> output(Op<T> output) {
    return new DefinitionCheck(this).build(output);
  }
}
