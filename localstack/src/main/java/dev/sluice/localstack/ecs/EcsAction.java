package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One operation of the ECS API. Runs on the control thread. */
@FunctionalInterface
interface EcsAction {
  /**
   * Answers a request.
   *
   * @throws EcsException if ECS refuses it
   */
  ObjectNode answer(JsonNode request);
}
