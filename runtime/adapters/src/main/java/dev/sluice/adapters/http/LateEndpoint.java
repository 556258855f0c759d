package dev.sluice.adapters.http;

import java.util.concurrent.CompletionStage;

/** Answers later, and holds no thread until then: for long polls. Called by many threads at once. */
@FunctionalInterface
public interface LateEndpoint {
  /** Begins to answer; throws as {@link Endpoint#handle} does, and the stage may fail in the same ways. */
  CompletionStage<Response> handle(Request request) throws Exception;
}
