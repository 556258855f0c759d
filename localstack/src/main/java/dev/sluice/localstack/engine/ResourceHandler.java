package dev.sluice.localstack.engine;

/**
 * Creates the resources of one type. Called from several threads at once; may block until the resource can be used, and what
 * depends on it waits for that.
 */
@FunctionalInterface
public interface ResourceHandler {
  /**
   * Creates what the program asked for.
   *
   * @throws Exception if it cannot be created; the start of the cloud then fails with this cause and takes everything down again
   */
  CreatedResource create(ResourceRequest request) throws Exception;
}
