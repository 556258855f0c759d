package dev.sluice.adapters.http;

/** Answers the requests of one route. Called by many threads at once; may block. */
@FunctionalInterface
public interface Endpoint {
  /**
   * Answers.
   *
   * @throws ProblemException to answer with a problem document
   * @throws Exception any other becomes a 500 whose id stands in the log
   */
  Response handle(Request request) throws Exception;
}
