package dev.sluice.adapters.sqs;

import dev.sluice.contract.Setting;
import dev.sluice.contract.Settings;
import dev.sluice.core.outbox.OutboxSink;
import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.QueueMap;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * The queues of a stack on Amazon SQS. Region, credentials and endpoint are found where every AWS program looks for them:
 * {@code AWS_REGION}, the task's role or {@code AWS_ACCESS_KEY_ID}, and {@code AWS_ENDPOINT_URL_SQS} or {@code AWS_ENDPOINT_URL}.
 * Safe for any thread; opening makes no call.
 */
public final class SqsQueues implements AutoCloseable {
  /** Connections are opened as they are needed: one a long poll, one a thread that sends or deletes. */
  private static final int MAX_CONNECTIONS = 64;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /** Longer than the longest long poll; the calls' own timeouts are tighter. */
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);

  private final SdkHttpClient http;
  private final SqsClient client;
  private final SqsClient receiver;
  private final LongPolls longPolls;
  private final QueueMap queues;

  private SqsQueues(SqsClientBuilder builder, Map<String, String> workUrls, Map<String, String> deadLetterUrls) {
    this.http = Apache5HttpClient.builder()
        .maxConnections(MAX_CONNECTIONS)
        .connectionTimeout(CONNECT_TIMEOUT)
        .socketTimeout(SOCKET_TIMEOUT)
        .tcpKeepAlive(true)
        .expectContinueEnabled(false)
        .build();
    this.longPolls = new LongPolls();
    this.client = builder
        .httpClient(http)
        .overrideConfiguration(override -> override.apiCallTimeout(CALL_TIMEOUT).apiCallAttemptTimeout(ATTEMPT_TIMEOUT))
        .build();
    this.receiver = builder
        .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
    this.queues = new QueueMap(
        connect(workUrls, Setting.QUEUE_URLS), connect(deadLetterUrls, Setting.DEAD_LETTER_QUEUE_URLS));
  }

  /** Opens the queues that a service's settings name; dead-letter queues only where the service reads their addresses. */
  public static SqsQueues open(Settings settings) {
    boolean readsDeadLetters = Setting.DEAD_LETTER_QUEUE_URLS.isReadBy(settings.service());
    return open(
        SqsClient.builder(),
        settings.map(Setting.QUEUE_URLS),
        readsDeadLetters ? settings.map(Setting.DEAD_LETTER_QUEUE_URLS) : Map.of());
  }

  /**
   * Opens queues by their addresses, for programs that have no settings.
   *
   * @param builder says where and as whom; its HTTP client and timeouts are replaced
   * @param workUrls address of each logical queue
   * @param deadLetterUrls address of each dead-letter queue
   */
  public static SqsQueues open(SqsClientBuilder builder, Map<String, String> workUrls, Map<String, String> deadLetterUrls) {
    return new SqsQueues(builder, workUrls, deadLetterUrls);
  }

  public QueueMap queues() {
    return queues;
  }

  /** Makes the sink of the outbox topics that have a queue. It ends with these queues. */
  public OutboxSink outbox(Map<String, String> topicUrls) {
    return new SqsOutboxSink(client, topicUrls);
  }

  /** Ends calls that run and closes the connections. Doing it twice does no harm. */
  @Override
  public void close() {
    longPolls.close();
    client.close();
    receiver.close();
    http.close();
  }

  private Map<String, JobQueue> connect(Map<String, String> urls, Setting setting) {
    Map<String, JobQueue> connected = new LinkedHashMap<>();
    urls.forEach((name, url) -> connected.put(name, new SqsJobQueue(client, receiver, longPolls, name, url, setting.key())));
    return connected;
  }
}
