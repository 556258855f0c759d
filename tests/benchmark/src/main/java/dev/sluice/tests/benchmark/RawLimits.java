package dev.sluice.tests.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * What the machine gives without Sluice: a loop that sends ten, receives ten, commits once and deletes ten, each message a group of its
 * own, on four threads at once; and PostgreSQL's durable commits and batched inserts.
 */
final class RawLimits implements Scenario {
  private static final int THREADS = 4;
  private static final int BATCH = 10;
  private static final int INSERT_BATCH = 500;
  private static final int ONE_BY_ONE = 200;
  private static final Duration IDLE = Duration.ofMillis(5);

  private final int messages;
  private final int rows;

  RawLimits(int messages, int rows) {
    this.messages = messages;
    this.rows = rows;
  }

  @Override
  public String name() {
    return "raw";
  }

  @Override
  public List<Figure> run(Stand stand, int rounds) throws Exception {
    List<Double> loop = new ArrayList<>();
    List<Double> commits = new ArrayList<>();
    List<Double> inserts = new ArrayList<>();
    List<Double> handed = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      double looped = loop(stand, "raw-" + round);
      double committed = insert(stand, 1, rows / 20);
      double inserted = insert(stand, INSERT_BATCH, rows);
      double handedOver = handOver(stand, "raw-one-" + round);
      if (round > 0) {
        handed.add(handedOver);
        loop.add(looped);
        commits.add(committed);
        inserts.add(inserted);
      }
    }
    return List.of(
        new Figure("raw loop: send 10, receive 10, one commit, delete 10", "messages/s", loop),
        new Figure("PostgreSQL: durable commits of one row, 4 connections", "commits/s", commits),
        new Figure("PostgreSQL: rows inserted in batches of 500, 4 connections", "rows/s", inserts),
        new Figure("one message, from send to received by an open long poll, p50", "ms", handed));
  }

  /** One message at a time: sent while another thread polls, until that one has it. */
  private double handOver(Stand stand, String queue) throws Exception {
    String url = stand.fifo(queue);
    List<Double> times = new ArrayList<>();
    try (SqsClient sender = stand.client(); SqsClient receiver = stand.client()) {
      for (int i = 0; i < ONE_BY_ONE; i++) {
        CompletableFuture<List<Message>> poll = CompletableFuture.supplyAsync(() -> receiver.receiveMessage(
            receive -> receive.queueUrl(url).maxNumberOfMessages(BATCH).waitTimeSeconds(10)).messages());
        LockSupport.parkNanos(IDLE.toNanos()); // the poll is open by then
        String id = UUID.randomUUID().toString();
        times.add(Clocked.milliseconds(() -> {
          sender.sendMessage(send -> send.queueUrl(url).messageBody("{}").messageGroupId(id).messageDeduplicationId(id));
          poll.join();
        }));
        for (Message message : poll.join()) {
          receiver.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
        }
      }
    }
    times.sort(null);
    return times.get(times.size() / 2);
  }

  private double loop(Stand stand, String queue) throws Exception {
    String url = stand.fifo(queue);
    AtomicInteger left = new AtomicInteger(messages);
    try (SqsClient sqs = stand.client()) {
      return Clocked.perSecond(messages, () -> Together.run(THREADS, number -> {
        try (Connection connection = connection(stand);
            PreparedStatement commit = connection.prepareStatement("insert into raw_row (id, text) values (gen_random_uuid(), 'done')")) {
          while (left.addAndGet(-BATCH) >= 0) {
            sqs.sendMessageBatch(send -> send.queueUrl(url).entries(entries()));
            List<Message> received = sqs.receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(BATCH).waitTimeSeconds(1))
                .messages();
            commit.executeUpdate();
            if (!received.isEmpty()) {
              sqs.deleteMessageBatch(delete -> delete.queueUrl(url).entries(IntStream.range(0, received.size())
                  .mapToObj(i -> DeleteMessageBatchRequestEntry.builder().id("m" + i).receiptHandle(received.get(i).receiptHandle()).build())
                  .toList()));
            }
          }
        }
      }));
    }
  }

  private static List<SendMessageBatchRequestEntry> entries() {
    return IntStream.range(0, BATCH).mapToObj(i -> {
      String id = UUID.randomUUID().toString();
      return SendMessageBatchRequestEntry.builder().id("m" + i).messageBody("{\"key\":\"" + id + "\"}").messageGroupId(id)
          .messageDeduplicationId(id).build();
    }).toList();
  }

  private static double insert(Stand stand, int batch, int count) throws Exception {
    int each = count / THREADS;
    return Clocked.perSecond(each * THREADS, () -> Together.run(THREADS, number -> {
      try (Connection connection = connection(stand); PreparedStatement insert = connection.prepareStatement(
          "insert into raw_row (id, text) select gen_random_uuid(), 'a result of some length' from generate_series(1, ?)")) {
        insert.setInt(1, batch);
        for (int done = 0; done < each; done += batch) {
          insert.executeUpdate();
        }
      }
    }));
  }

  private static Connection connection(Stand stand) throws Exception {
    Connection connection = DriverManager.getConnection(stand.jdbcUrl(), "postgres", "postgres");
    try (PreparedStatement create =
        connection.prepareStatement("create table if not exists raw_row (id uuid primary key, text text not null)")) {
      create.execute();
    } catch (java.sql.SQLException e) {
      // Another connection creates it at this moment.
    }
    return connection;
  }
}
