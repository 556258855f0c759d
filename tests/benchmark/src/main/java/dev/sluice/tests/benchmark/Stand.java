package dev.sluice.tests.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.adapters.postgres.Database;
import dev.sluice.adapters.sqs.SqsQueues;
import dev.sluice.contract.Setting;
import dev.sluice.localstack.engine.AwsAccount;
import dev.sluice.localstack.sqs.SqsServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/** What everything is measured on: a durable PostgreSQL and SQS over HTTP, both on loopback. Safe for any thread. */
final class Stand implements AutoCloseable {
  private static final AwsAccount ACCOUNT = new AwsAccount(AwsAccount.LOCAL_ID, "eu-central-1");

  private static final JsonMapper JSON = new JsonMapper();

  private final EmbeddedPostgres postgres;
  private final SqsServer sqs;

  Stand() throws IOException {
    this.postgres = EmbeddedPostgres.builder()
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("shared_buffers", "256MB")
        .setServerConfig("max_wal_size", "4GB")
        .start();
    this.sqs = SqsServer.start(ACCOUNT);
  }

  String jdbcUrl() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  /** Opens the platform's tables in a schema of their own, created if need be. */
  Database database(String schema, int connections) {
    Database database = Database.open(jdbcUrl(), "postgres", "postgres", schema, connections);
    database.migrate();
    return database;
  }

  /** Makes FIFO queues of these logical names, each with its dead-letter queue, if they are not there. */
  SqsQueues queues(String prefix, List<String> names) throws IOException, InterruptedException {
    return SqsQueues.open(clientBuilder(), fifos(prefix, names, ""), fifos(prefix, names, "-dlq"));
  }

  /** Returns the environment of a service whose tables and queues have this name; the queues are made if need be. */
  Map<String, String> settings(String name, List<String> queueNames) throws IOException, InterruptedException {
    Map<String, String> settings = new TreeMap<>(Map.of(
        Setting.DATABASE_URL.key(), jdbcUrl(),
        Setting.DATABASE_USER.key(), "postgres",
        Setting.DATABASE_PASSWORD.key(), "postgres",
        Setting.DATABASE_SCHEMA.key(), name,
        Setting.QUEUE_URLS.key(), JSON.writeValueAsString(fifos(name, queueNames, "")),
        Setting.DEAD_LETTER_QUEUE_URLS.key(), JSON.writeValueAsString(fifos(name, queueNames, "-dlq")),
        Setting.HTTP_HOST.key(), "127.0.0.1",
        Setting.HTTP_PORT.key(), "0",
        Setting.SCHEDULES_ENABLED.key(), "false"));
    settings.putAll(Map.of("AWS_REGION", ACCOUNT.region(), "AWS_ENDPOINT_URL_SQS", sqs.endpoint().toString(),
        "AWS_ACCESS_KEY_ID", "benchmark", "AWS_SECRET_ACCESS_KEY", "benchmark"));
    return settings;
  }

  private Map<String, String> fifos(String prefix, List<String> names, String ending) throws IOException, InterruptedException {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (String name : names) {
      addresses.put(name, fifo(prefix + "-" + name + ending));
    }
    return addresses;
  }

  /** Makes a FIFO queue and returns its address. */
  String fifo(String name) throws IOException, InterruptedException {
    sqs.createQueue(name + ".fifo", Map.of("FifoQueue", "true", "VisibilityTimeout", "60"));
    return sqs.urlOf(name + ".fifo");
  }

  SqsClient client() {
    return clientBuilder().httpClient(Apache5HttpClient.create()).build();
  }

  private SqsClientBuilder clientBuilder() {
    return SqsClient.builder()
        .endpointOverride(sqs.endpoint())
        .region(Region.of(ACCOUNT.region()))
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("benchmark", "benchmark")));
  }

  @Override
  public void close() throws IOException {
    sqs.close();
    postgres.close();
  }
}
