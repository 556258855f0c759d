package dev.sluice.core.job;

import dev.sluice.core.run.Trigger;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Ops that shape a run while it goes on: maps, sub-jobs, waits and joins.
 *
 * @param <I> what a run takes
 */
abstract class FlowOps<I> extends AsyncOps<I> {

  /**
   * A dynamic map: one op execution for each item of a list that another op has produced, named {@code opName[0]} and so on. Whatever
   * takes this op takes the list of their outputs, in the order of the items, once all have succeeded; an empty list at once if there
   * are no items. Bound how many run at a time with {@link Op#width}.
   *
   * @param type what the code returns for one item
   * @param itemType class of the items
   * @param items takes the items out of the upstream output; evaluated once, in an op execution of its own
   * @param code runs once an item
   */
  @SuppressWarnings("unchecked")
  public <A, E, T> Op<List<T>> map(String opName, Class<T> type, Op<A> upstream, Class<E> itemType,
      Function<? super A, ? extends Collection<? extends E>> items, OpFunction1<E, T> code) {
    OpDraft draft = new OpDraft(opName, type, Arrays.asList(upstream),
        (input, outputs, context, connection) -> items.apply((A) outputs.get(0)), false).running(items);
    return fan(draft.running(code), itemType, (input, item, context, connection) -> code.run((E) item.get(0), context));
  }

  /** A dynamic map over items of the run's input. */
  @SuppressWarnings("unchecked")
  public <E, T> Op<List<T>> map(String opName, Class<T> type, Class<E> itemType,
      Function<? super I, ? extends Collection<? extends E>> items, OpFunction1<E, T> code) {
    OpDraft draft = new OpDraft(opName, type, List.of(),
        (input, outputs, context, connection) -> items.apply((I) input.get()), false).running(items);
    return fan(draft.running(code), itemType, (input, item, context, connection) -> code.run((E) item.get(0), context));
  }

  /** A dynamic map that runs a sub-job for each item: the item is its input. */
  @SuppressWarnings("unchecked")
  public <A, E, T> Op<List<T>> mapSub(
      String opName, JobSource<E, T> child, Op<A> upstream, Function<? super A, ? extends Collection<? extends E>> items) {
    Job<E, T> job = part(opName, child);
    OpDraft draft = new OpDraft(opName, job.outputType(), Arrays.asList(upstream),
        (input, outputs, context, connection) -> items.apply((A) outputs.get(0)), false).running(items);
    draft.elementWork = new OpWork.Sub(job, null);
    return fan(draft, job.inputType(), (input, item, context, connection) -> item.get(0));
  }

  /** A dynamic map over items of the run's input that runs a sub-job for each of them. */
  @SuppressWarnings("unchecked")
  public <E, T> Op<List<T>> mapSub(
      String opName, JobSource<E, T> child, Function<? super I, ? extends Collection<? extends E>> items) {
    Job<E, T> job = part(opName, child);
    OpDraft draft = new OpDraft(opName, job.outputType(), List.of(),
        (input, outputs, context, connection) -> items.apply((I) input.get()), false).running(items);
    draft.elementWork = new OpWork.Sub(job, null);
    return fan(draft, job.inputType(), (input, item, context, connection) -> item.get(0));
  }

  private <C, O> Job<C, O> part(String opName, JobSource<C, O> child) {
    if (child == null) {
      throw new JobDefinitionException(jobName(), List.of("op \"" + opName + "\": the source of its job is null"));
    }
    return JobBuilder.define(child);
  }

  @SuppressWarnings("unchecked") // the list that an op takes of a map is made when it is read
  private <T> Op<List<T>> fan(OpDraft draft, Class<?> itemType, OpBody element) {
    draft.given(itemType, "class of items");
    draft.work = new OpWork.Fan(itemType == null ? Object.class : MethodType.methodType(itemType).wrap().returnType(), null);
    draft.element = element;
    return add(draft, (Class<List<T>>) (Class<?>) List.class);
  }

  /**
   * A job as one op: its input is the output of another op, its output is this op's. It is a run of its own, a child of this one: called
   * off with it, and kept as long as it. While it runs, the op holds no slot. If it fails or is called off, this op fails, with no
   * further try unless {@link Op#retry} says so; each try is another run. {@link Op#timeout} bounds each of these runs, its waits
   * included: what takes longer is called off.
   */
  public <A, O> Op<O> sub(String opName, JobSource<A, O> child, Op<A> upstream) {
    Job<A, O> job = part(opName, child);
    return sub(job, new OpDraft(opName, job.outputType(), Arrays.asList(upstream),
        (input, outputs, context, connection) -> outputs.get(0), false));
  }

  /** A job as one op, whose input is made from the output of another. */
  @SuppressWarnings("unchecked")
  public <A, C, O> Op<O> sub(String opName, JobSource<C, O> child, Op<A> upstream, Function<? super A, ? extends C> childInput) {
    Job<C, O> job = part(opName, child);
    return sub(job, new OpDraft(opName, job.outputType(), Arrays.asList(upstream),
        (input, outputs, context, connection) -> childInput.apply((A) outputs.get(0)), false).running(childInput));
  }

  /** A job as one op that takes the run's input. */
  public <O> Op<O> sub(String opName, JobSource<I, O> child) {
    Job<I, O> job = part(opName, child);
    return sub(job, new OpDraft(opName, job.outputType(), List.of(), (input, outputs, context, connection) -> input.get(), false));
  }

  private <O> Op<O> sub(Job<?, O> child, OpDraft draft) {
    draft.work = new OpWork.Sub(child, null);
    return add(draft, child.outputType());
  }

  /** Waits before its downstream goes on, and passes the upstream output on. Durable: holds no slot, and outlives every process. */
  public <A> Op<A> sleep(String opName, Duration time, Op<A> upstream) {
    @SuppressWarnings("unchecked") // of an op that is not there, the job is refused
    Class<A> type = upstream == null ? (Class<A>) Object.class : upstream.type();
    OpDraft draft = new OpDraft(opName, type, Arrays.asList(upstream), (input, outputs, context, connection) -> outputs.get(0), false);
    draft.work = new OpWork.Sleep(draft.given(time, "time") ? time : Duration.ofDays(1));
    if (upstream != null && upstream.isMap()) {
      draft.problems.add("it would pass a map's list on without the type of what is in it: gather \"" + upstream.name()
          + "\" in an op and sleep after that one");
    }
    return add(draft, type);
  }

  /**
   * Waits for a signal from outside, a person's approval for example, and passes it on. Durable: holds no slot. A signal may come before
   * the op's upstream is done, and only the first counts. {@link Op#timeout} bounds the wait; without it the op waits as long as its run.
   */
  public <T> Op<T> await(String opName, Class<T> type) {
    OpDraft draft = new OpDraft(opName, type, List.of(), (input, signal, context, connection) -> signal.get(0), false);
    draft.work = new OpWork.Await(null);
    return add(draft, type);
  }

  /** Passes on the output of the first of these that succeeds: where the branches of a decision meet, or of attempts in several ways. */
  public <T> Op<T> firstOf(String opName, Class<T> type, List<? extends Op<? extends T>> branches) {
    OpDraft draft = new OpDraft(opName, type, branches, (input, outputs, context, connection) ->
        outputs.stream().filter(output -> output != null).findFirst().orElse(null), false);
    draft.trigger = Trigger.ANY_SUCCEEDED;
    return add(draft, type);
  }
}
