package dev.sluice.cli.stack;

import dev.sluice.localstack.CloudListener;
import dev.sluice.localstack.ecs.TaskStatus;
import dev.sluice.localstack.ecs.TaskView;
import dev.sluice.localstack.engine.ResourceRecord;
import java.io.PrintWriter;

/** Tells a person what the local cloud does. Lines may come from several threads; each is written whole. */
final class ComingUp implements CloudListener {
  private final PrintWriter talk;
  private volatile boolean closing;

  ComingUp(PrintWriter talk) {
    this.talk = talk;
  }

  @Override
  public void started(String part) {
    say("  " + part + " is up");
  }

  @Override
  public void created(ResourceRecord resource) {
    if (resource.created()) {
      say("  + " + resource.type() + " " + resource.name());
    }
  }

  @Override
  public void taskChanged(TaskView task) {
    if (!closing && task.isReady()) {
      say("  " + task.service().orElse(task.family()) + " is ready (task " + task.id() + ", process " + task.pid() + ")");
    } else if (!closing && task.status() == TaskStatus.STOPPED) {
      say("  " + task.service().orElse(task.family()) + " lost task " + task.id() + ": " + task.stoppedReason().orElse("it ended"));
    }
  }

  @Override
  public void closing() {
    closing = true;
  }

  private synchronized void say(String line) {
    talk.println(line);
    talk.flush();
  }
}
