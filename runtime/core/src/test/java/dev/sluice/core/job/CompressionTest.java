package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.api.ApiJson;
import dev.sluice.core.api.OpView;
import dev.sluice.core.inmemory.InMemoryPayloadStore;
import dev.sluice.core.payload.CompressedText;
import dev.sluice.core.payload.LostPayloadException;
import dev.sluice.core.payload.PayloadAddress;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.PayloadDigest;
import dev.sluice.core.run.RunId;
import dev.sluice.core.time.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Payloads past a size are compressed, and nobody who reads them notices. */
class CompressionTest {
  private static final String LONG = "x".repeat(500);

  private final InMemoryPayloadStore store = new InMemoryPayloadStore(new VirtualClock(Instant.parse("2026-11-21T00:00:00Z")));
  private final Payloads payloads = new Payloads(1_000, 100_000, 200, Optional.of(store));

  @Test
  void whatIsLargerThanTheSettingIsCompressedWhereThatMakesItSmaller() {
    assertThat(payloads.write("x".repeat(197), "it")).isEqualTo('"' + "x".repeat(197) + '"');
    assertThat(payloads.write("x".repeat(198), "it")).as("200 bytes").startsWith("~gzip:").hasSizeLessThan(100);
    String noise = noise(300);
    assertThat(payloads.write(noise, "it")).as("what does not shrink").isEqualTo('"' + noise + '"');
    assertThat(new Payloads(1_000).write(LONG, "it")).as("without the setting").startsWith("\"x");
  }

  /** Letters of which each has as much to say as one of Base64. */
  private static String noise(int length) {
    Random random = new Random(20261121);
    return random.ints(length, 'A', 'z').filter(letter -> letter != '\\').collect(
        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }

  @Test
  void aCompressedPayloadReadsAsItself() {
    String stored = payloads.write(LONG, "it");

    assertThat(payloads.read(stored, String.class, "it")).isEqualTo(LONG);
    assertThat(payloads.text(stored, "it")).isEqualTo('"' + LONG + '"');
    assertThat(new Payloads(100).read(stored, String.class, "it")).as("whatever the reader's own settings").isEqualTo(LONG);
  }

  @Test
  void theLimitsLookAtThePlainSize() {
    assertThat(payloads.write("x".repeat(998), "it")).as("1,000 bytes").startsWith("~gzip:");
    assertThat(payloads.write("x".repeat(999), "it")).startsWith("@");
    assertThatThrownBy(() -> payloads.write("x".repeat(100_000), "it"))
        .isInstanceOf(UnusablePayloadException.class).hasMessageContaining("100002 bytes");
  }

  @Test
  void whatGoesToThePayloadStoreIsCompressedThere() {
    String stored = payloads.write("x".repeat(5_000), "it");

    PayloadAddress address = PayloadAddress.ofReference(stored);
    assertThat(address.size()).isLessThan(200);
    byte[] content = store.get(address).orElseThrow();
    assertThat(address.fits(content)).isTrue();
    assertThat(content).startsWith(0x1f, 0x8b);
    assertThat(payloads.read(stored, String.class, "it")).isEqualTo("x".repeat(5_000));
    String plain = store.put(('"' + LONG + '"').getBytes(StandardCharsets.UTF_8)).reference();
    assertThat(payloads.read(plain, String.class, "it")).as("put there before there was compression").isEqualTo(LONG);
  }

  @Test
  void outboxMessagesAreNeverCompressed() {
    assertThat(payloads.writeInline(LONG, "a message")).isEqualTo('"' + LONG + '"');
  }

  @Test
  void theApiShowsJsonAndTheDigestOfWhatIsStored() {
    String stored = payloads.write(LONG, "it");
    IdempotencyKey key = new IdempotencyKey(RunId.parse("0192f0c1-0000-7000-8000-000000000001"), "merge");

    OpView view = OpView.of(new IdempotencyRecord(
        key, OpState.SUCCEEDED, 1, 3, "default", 0, null, null, null, 1, stored, null, null, null));

    assertThat(view.output()).isEqualTo(ApiJson.mapper().getNodeFactory().textNode(LONG));
    assertThat(view.outputReference()).isNull();
    assertThat(view.outputDigest()).isEqualTo(PayloadDigest.of(stored));
  }

  @Test
  void aDamagedOneIsLostAndACallersTextIsNeverTakenForOne() {
    assertThatThrownBy(() -> payloads.text("~gzip:H4sIAAAA", "the input"))
        .isInstanceOf(LostPayloadException.class).hasMessageContainingAll("the input is lost", "damaged");
    assertThatThrownBy(() -> payloads.text("~gzip:%%%", "the input")).isInstanceOf(LostPayloadException.class);
    String stored = payloads.write(LONG, "it");
    assertThatThrownBy(() -> payloads.parse(stored, Object.class, "the input")).isInstanceOf(UnusablePayloadException.class);
    assertThat(payloads.read(payloads.write(stored, "it"), String.class, "it")).isEqualTo(stored);
    assertThat(CompressedText.plain("{\"a\":1}")).isEqualTo("{\"a\":1}");
  }
}
