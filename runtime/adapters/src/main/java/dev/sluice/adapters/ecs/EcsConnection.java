package dev.sluice.adapters.ecs;

import dev.sluice.core.scaling.FleetUnavailableException;
import java.time.Duration;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.EcsClientBuilder;

/** Connections to ECS, and what becomes of its refusals. Safe for any thread; opening makes no call. */
final class EcsConnection implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);

  private final SdkHttpClient http;
  private final EcsClient client;

  /** Opens them to where the builder says; its HTTP client and timeouts are replaced. */
  EcsConnection(EcsClientBuilder builder) {
    this.http = Apache5HttpClient.builder().connectionTimeout(CONNECT_TIMEOUT).expectContinueEnabled(false).build();
    this.client = builder
        .httpClient(http)
        .overrideConfiguration(override -> override.apiCallTimeout(CALL_TIMEOUT).apiCallAttemptTimeout(ATTEMPT_TIMEOUT))
        .build();
  }

  /**
   * Makes a call.
   *
   * @param what it is to do, as the message says it if it fails
   * @throws FleetUnavailableException if ECS cannot be reached or refuses
   */
  <T> T call(String what, Function<EcsClient, T> call) {
    try {
      return call.apply(client);
    } catch (AwsServiceException e) {
      String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode() + ", ";
      throw new FleetUnavailableException("could not " + what + ": ECS answered " + code + e.getMessage(), e);
    } catch (SdkException e) {
      throw new FleetUnavailableException("could not " + what + ": " + e.getMessage(), e);
    }
  }

  /** Doing it twice does no harm. */
  @Override
  public void close() {
    client.close();
    http.close();
  }
}
