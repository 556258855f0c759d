package dev.sluice.localstack;

import dev.sluice.localstack.ecs.TaskView;
import dev.sluice.localstack.engine.ResourceRecord;

/**
 * Hears what happens in a local cloud: override what you want to know. Called from the cloud's threads, several at once; must not
 * block and must not close the cloud.
 */
public interface CloudListener {
  /** Listens to nothing. */
  CloudListener NONE = new CloudListener() {};

  /** A part of the cloud has begun to start, for example {@code PostgreSQL}. */
  default void starting(String part) {}

  /** A part of the cloud is up. */
  default void started(String part) {}

  /** A resource of the program has been created. */
  default void created(ResourceRecord resource) {}

  /** The status or health of a task has changed. */
  default void taskChanged(TaskView task) {}

  /** The cloud is being taken down. */
  default void closing() {}
}
