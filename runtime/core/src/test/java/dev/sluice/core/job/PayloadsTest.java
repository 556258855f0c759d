package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.api.ApiJson;
import dev.sluice.core.inmemory.InMemoryPayloadStore;
import dev.sluice.core.payload.JsonLimits;
import dev.sluice.core.payload.LostPayloadException;
import dev.sluice.core.payload.PayloadAddress;
import dev.sluice.core.time.VirtualClock;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PayloadsTest {
  record Counts(Map<String, Object> words) {}

  record Row(List<Object> cells) {}

  record Loop(Object[] next) {}

  private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

  private final InMemoryPayloadStore store = new InMemoryPayloadStore(new VirtualClock(Instant.parse("2026-11-21T23:59:59Z")));
  private final Payloads payloads = new Payloads(100, 1_000, Optional.of(store));

  @Test
  void whatFitsInlineIsJsonAndCostsThePayloadStoreNothing() {
    assertThat(payloads.write("x".repeat(98), "it")).isEqualTo('"' + "x".repeat(98) + '"');
    assertThat(store.putBefore(LocalDate.MAX, null, 10)).isEmpty();
  }

  @Test
  void whatIsLargerIsAReferenceThatReadsBack() {
    String stored = payloads.write("x".repeat(99), "it");

    PayloadAddress address = PayloadAddress.ofReference(stored);
    assertThat(address.day()).isEqualTo(TODAY);
    assertThat(address.size()).isEqualTo(101);
    assertThat(store.get(address)).hasValue(('"' + "x".repeat(99) + '"').getBytes(StandardCharsets.UTF_8));
    assertThat(payloads.read(stored, String.class, "it")).isEqualTo("x".repeat(99));
    assertThat(payloads.text(stored, "it")).hasSize(101);
  }

  /** A modulus of 4,096 bits has 1,233 digits, where Jackson reads 1,000; a name may have 50,000 letters. */
  @Test
  void whateverIsWrittenIsReadBack() {
    Payloads large = new Payloads(1 << 20);
    BigInteger number = BigInteger.TEN.pow(10_000).subtract(BigInteger.ONE);
    Map<?, ?> name = Map.of("n".repeat(60_000), 1);
    assertThat(large.read(large.write(number, "it"), BigInteger.class, "it")).isEqualTo(number);
    assertThat(large.read(large.write(name, "it"), Object.class, "it")).isEqualTo(name);
    assertThat(ApiJson.tree(large.write(List.of(number, name), "it"))).hasSize(2);
  }

  private record Key(String name, BigInteger modulus) {}

  /** Else one request with a number of millions of digits is minutes of a processor's time. */
  @Test
  void aNumberOrNameThatIsTooLongIsNeitherReadNorWritten() {
    Payloads large = new Payloads(1 << 20);
    BigInteger longest = BigInteger.TEN.pow(JsonLimits.LONGEST).subtract(BigInteger.ONE);
    assertThat(large.read(large.write(longest.negate(), "it"), BigInteger.class, "it")).isEqualTo(longest.negate());
    String tooLong = longest + "9";
    assertThatThrownBy(() -> large.parse(tooLong, BigInteger.class, "it")).isInstanceOf(UnusablePayloadException.class)
        .hasMessageContainingAll("it is not a BigInteger", "Number value length (100001)", "100000");
    assertThatThrownBy(() -> large.parse("\"" + tooLong + "\"", BigInteger.class, "it")).isInstanceOf(UnusablePayloadException.class);
    assertThatThrownBy(() -> ApiJson.mapper().readTree(tooLong)).hasMessageContaining("Number value length (100001)");

    Map<String, Object> keys = Map.of("keys", List.of(1, new Key("a", new BigInteger(tooLong))));
    assertThatThrownBy(() -> large.write(keys, "the output of op a of job j")).isInstanceOf(UnusablePayloadException.class)
        .hasMessageContainingAll("the output of op a of job j could not be read back, at \"/keys/1/modulus\"", "Number value length (100001)");
    assertThatThrownBy(() -> large.write(Map.of("n".repeat(100_001), 1), "it")).isInstanceOf(UnusablePayloadException.class)
        .hasMessageContainingAll("Name length (100001)", "100000");
  }

  /** What the platform's own types for times and for what may be missing look like in a record. */
  private record Visit(ZonedDateTime begin, OffsetDateTime end, Optional<String> guest, OptionalInt seats) {}

  @Test
  void aTimeKeepsItsZoneAndItsOffset() {
    Visit visit = new Visit(ZonedDateTime.parse("2026-07-01T00:30+02:00[Europe/Berlin]"), OffsetDateTime.parse("2026-07-01T00:30-03:00"),
        Optional.of("ada"), OptionalInt.of(2));
    String text = Payloads.json(visit, "it");
    assertThat(text).isEqualTo(
        "{\"begin\":\"2026-07-01T00:30:00+02:00[Europe/Berlin]\",\"end\":\"2026-07-01T00:30:00-03:00\",\"guest\":\"ada\",\"seats\":2}");
    assertThat(payloads.read(text, Visit.class, "it")).isEqualTo(visit);
  }

  @Test
  void anOptionalIsItsValueOrNull() {
    Visit nobody = payloads.read("{\"guest\":null}", Visit.class, "it");
    assertThat(nobody.guest()).isEmpty();
    assertThat(nobody.seats()).isEmpty();
    assertThat(payloads.write(Optional.empty(), "it")).isEqualTo("null");
  }

  @Test
  void theSameContentHasTheSameReference() {
    assertThat(payloads.write("y".repeat(200), "it")).isEqualTo(payloads.write("y".repeat(200), "it"));
    assertThat(store.putBefore(LocalDate.MAX, null, 10)).hasSize(1);
  }

  @Test
  void sizesAreThoseOfUtf8() {
    assertThat(payloads.write("ü".repeat(49), "it")).startsWith("\"");
    assertThat(payloads.write("ü".repeat(50), "it")).startsWith("@");
  }

  @Test
  void aCallersTextIsNeverTakenForAReference() {
    String reference = payloads.write("x".repeat(200), "it");

    assertThatThrownBy(() -> payloads.parse(reference, Object.class, "the input")).isInstanceOf(UnusablePayloadException.class);
    assertThat(payloads.write(reference, "it")).isEqualTo('"' + reference + '"');
    assertThat(payloads.read('"' + reference + '"', String.class, "it")).isEqualTo(reference);
  }

  @Test
  void withoutAStoreTheRefusalNamesSizeLimitAndWayOut() {
    assertThatThrownBy(() -> new Payloads(100).write("x".repeat(99), "the output of op a of job j"))
        .isInstanceOf(UnusablePayloadException.class)
        .hasMessageContainingAll("the output of op a of job j has 101 bytes", "more than the 100", "SLUICE_PAYLOAD_STORE", "payloadBucket",
            "SLUICE_PAYLOAD_INLINE_LIMIT");
  }

  @Test
  void pastTheHardLimitEvenAStoreDoesNotHelp() {
    assertThatThrownBy(() -> payloads.write("x".repeat(999), "it"))
        .isInstanceOf(UnusablePayloadException.class)
        .hasMessageContainingAll("it has 1001 bytes", "more than the 1000", "SLUICE_MAX_PAYLOAD_SIZE");
    assertThat(payloads.write("x".repeat(998), "it")).startsWith("@");
  }

  @Test
  void outboxMessagesAreInlineOrRefused() {
    assertThatThrownBy(() -> payloads.writeInline("x".repeat(99), "a message"))
        .isInstanceOf(UnusablePayloadException.class).hasMessageContainingAll("101 bytes", "SLUICE_PAYLOAD_INLINE_LIMIT");
  }

  @Test
  void aMissingPayloadIsLost() {
    String stored = payloads.write("x".repeat(99), "it");
    store.delete(List.of(PayloadAddress.ofReference(stored)));

    assertThatThrownBy(() -> payloads.read(stored, String.class, "the input"))
        .isInstanceOf(LostPayloadException.class).hasMessageContainingAll("the input is lost", "nothing is at its address", stored);
  }

  @Test
  void aPayloadOfAnotherDigestIsLostAndNotRead() {
    String stored = payloads.write("x".repeat(99), "it");
    store.damage(PayloadAddress.ofReference(stored), ('"' + "z".repeat(99) + '"').getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> payloads.read(stored, String.class, "the input"))
        .isInstanceOf(LostPayloadException.class).hasMessageContainingAll("another digest", stored);
  }

  @Test
  void aReferenceOfAnotherVersionOrWithoutAStoreIsLost() {
    assertThatThrownBy(() -> payloads.text("@v9/whatever", "it")).isInstanceOf(LostPayloadException.class);
    String stored = payloads.write("x".repeat(99), "it");
    assertThatThrownBy(() -> new Payloads(100).text(stored, "it"))
        .isInstanceOf(LostPayloadException.class).hasMessageContaining("SLUICE_PAYLOAD_STORE");
  }

  @Test
  void oneStringMayBeLongerThanJacksonsTwentyMillionLetters() {
    Payloads large = new Payloads(100, 64 << 20, Optional.of(store));
    String text = "x".repeat(21_000_000);
    assertThat(large.read(large.write(text, "it"), String.class, "it")).isEqualTo(text);
  }

  @Test
  void whatCannotBeWrittenIsNamedWithItsPathAndType() {
    assertThatThrownBy(() -> payloads.write(new Counts(Map.of("a", Thread.currentThread())), "the output of op count"))
        .isInstanceOf(UnusablePayloadException.class)
        .hasMessageContainingAll("the output of op count", "Counts.words[\"a\"]: java.lang.Thread cannot be written");
    assertThatThrownBy(() -> payloads.write(new Row(List.of(1, new Object())), "it"))
        .hasMessageContaining("Row.cells[1]: java.lang.Object cannot be written");
    assertThatThrownBy(() -> payloads.write(new Object(), "it")).hasMessageContaining("Object: java.lang.Object cannot be written");
  }

  @Test
  void anObjectThatHasANameTwiceIsNotWritten() {
    Map<Object, Integer> twice = new HashMap<>(Map.of(1, 10));
    twice.put("1", 20);
    assertThatThrownBy(() -> Payloads.json(List.of(twice), "the output of op count")).isInstanceOf(UnusablePayloadException.class)
        .hasMessageContainingAll("the output of op count cannot be written as JSON", "[0]", "Duplicate field '1'");
  }

  @Test
  void whatHoldsItselfIsNamedToo() {
    Object[] next = new Object[1];
    Loop loop = new Loop(next);
    next[0] = loop;
    assertThatThrownBy(() -> payloads.write(loop, "it"))
        .isInstanceOf(UnusablePayloadException.class).hasMessageContainingAll(".next[0].next[0]", "holds itself");
  }
}
