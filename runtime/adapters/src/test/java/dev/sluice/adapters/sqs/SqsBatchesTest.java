package dev.sluice.adapters.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.queue.OutgoingMessage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SqsBatchesTest {
  @Test
  void aBatchHasAtMostTenMessagesInOrder() {
    List<OutgoingMessage> messages = messages(23, 10);

    List<List<OutgoingMessage>> batches = SqsBatches.ofMessages(messages);

    assertThat(batches).extracting(List::size).containsExactly(10, 10, 3);
    assertThat(batches.stream().flatMap(List::stream)).isEqualTo(messages);
  }

  @Test
  void aBatchCarriesAtMostItsBytesAndALargerMessageGoesAlone() {
    List<OutgoingMessage> messages = List.of(
        message(0, 100 * 1024), message(1, 156 * 1024), message(2, 1), message(3, 900 * 1024), message(4, 1));

    assertThat(SqsBatches.ofMessages(messages)).containsExactly(
        messages.subList(0, 2), messages.subList(2, 3), messages.subList(3, 4), messages.subList(4, 5));
  }

  @Test
  void bytesAreCountedAsTheyTravel() {
    OutgoingMessage wide = new OutgoingMessage("€".repeat(60 * 1024), "d", "g");

    assertThat(SqsBatches.ofMessages(List.of(wide, wide))).hasSize(2);
  }

  @Test
  void nothingMakesNoBatch() {
    assertThat(SqsBatches.ofMessages(List.of())).isEmpty();
    assertThat(SqsBatches.of(List.of())).isEmpty();
  }

  private static List<OutgoingMessage> messages(int count, int bytes) {
    return IntStream.range(0, count).mapToObj(number -> message(number, bytes)).toList();
  }

  private static OutgoingMessage message(int number, int bytes) {
    return new OutgoingMessage("x".repeat(bytes), "d" + number, "g" + number);
  }
}
