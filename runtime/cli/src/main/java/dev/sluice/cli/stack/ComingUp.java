package dev.sluice.cli.stack;

import dev.sluice.cli.terminal.Talk;
import dev.sluice.localstack.CloudListener;
import dev.sluice.localstack.ecs.TaskStatus;
import dev.sluice.localstack.ecs.TaskView;
import dev.sluice.localstack.engine.ResourceRecord;

/** Tells a person what the local cloud does. */
final class ComingUp implements CloudListener {
  /** Letters of a task's id that tell it from the others. */
  private static final int SHORT = 8;

  private final Talk talk;
  private volatile boolean closing;

  ComingUp(Talk talk) {
    this.talk = talk;
  }

  @Override
  public void started(String part) {
    talk.say("  " + part + " is up");
  }

  @Override
  public void created(ResourceRecord resource) {
    if (resource.created()) {
      talk.say("  + " + resource.type() + " " + resource.name());
    }
  }

  @Override
  public void taskChanged(TaskView task) {
    if (!closing && task.isReady()) {
      talk.say("  " + task.service().orElse(task.family()) + " is ready (task " + shortId(task) + ", process " + task.pid() + ")");
    } else if (!closing && task.status() == TaskStatus.STOPPED) {
      talk.say("  " + task.service().orElse(task.family()) + " lost task " + shortId(task) + ": " + task.stoppedReason().orElse("it ended"));
    }
  }

  @Override
  public void closing() {
    closing = true;
  }

  private static String shortId(TaskView task) {
    return task.id().substring(0, SHORT);
  }
}
