package dev.sluice.tests.conformance.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.payload.PayloadAddress;
import dev.sluice.core.payload.PayloadStore;
import dev.sluice.core.time.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a {@link PayloadStore} promises. */
abstract class PayloadStoreConformance {
  static final LocalDate TODAY = LocalDate.parse("2026-11-21");
  static final int PLENTY = 10_000;

  final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T23:59:00Z"));

  /** Returns the store, empty at the first call of a test. */
  abstract PayloadStore store();

  private PayloadAddress put(String content) {
    return store().put(content.getBytes(StandardCharsets.UTF_8));
  }

  private List<PayloadAddress> all() {
    return store().putBefore(LocalDate.parse("9999-12-31"), null, PLENTY);
  }

  @Test
  void whatIsPutComesBackByteForByte() {
    byte[] content = new byte[3 << 20];
    new Random(20261121).nextBytes(content);
    PayloadAddress address = store().put(content);
    assertThat(address).isEqualTo(PayloadAddress.of(TODAY, content));
    assertThat(store().get(address)).hasValueSatisfying(got -> {
      assertThat(got).isEqualTo(content);
      assertThat(address.fits(got)).isTrue();
    });
  }

  @Test
  void anEmptyContentComesBackToo() {
    assertThat(store().get(put(""))).hasValue(new byte[0]);
  }

  @Test
  void theSameContentOfADayIsOnePayload() {
    assertThat(put("same")).isEqualTo(put("same"));
    assertThat(all()).hasSize(1);
  }

  @Test
  void theSameContentOfAnotherDayIsAnotherPayload() {
    PayloadAddress today = put("same");
    clock.advance(Duration.ofMinutes(1));
    PayloadAddress tomorrow = put("same");
    assertThat(tomorrow).isEqualTo(new PayloadAddress(TODAY.plusDays(1), today.sha256(), today.size()));
    store().delete(List.of(today));
    assertThat(store().get(today)).isEmpty();
    assertThat(store().get(tomorrow)).isPresent();
  }

  @Test
  void whatWasNeverPutOrIsDeletedIsNotThere() {
    PayloadAddress address = put("content");
    store().delete(List.of(address));
    assertThat(store().get(address)).isEmpty();
    assertThat(store().get(PayloadAddress.of(TODAY, new byte[] {1}))).isEmpty();
    store().delete(List.of(address));
    store().delete(List.of());
    assertThat(all()).isEmpty();
  }

  @Test
  void whatWasPutBeforeADayIsListedInOrder() {
    PayloadAddress first = put("first");
    clock.advance(Duration.ofDays(1));
    List<PayloadAddress> second = new ArrayList<>(List.of(put("a"), put("b"), put("c")));
    second.sort(null);
    clock.advance(Duration.ofDays(1));
    put("third");
    assertThat(store().putBefore(TODAY, null, PLENTY)).isEmpty();
    assertThat(store().putBefore(TODAY.plusDays(1), null, PLENTY)).containsExactly(first);
    assertThat(store().putBefore(TODAY.plusDays(2), null, PLENTY))
        .containsExactly(first, second.get(0), second.get(1), second.get(2));
    assertThat(all()).hasSize(5);
  }

  @Test
  void aListIsReadInPages() {
    for (int i = 0; i < 7; i++) {
      put("content " + i);
    }
    List<PayloadAddress> read = new ArrayList<>();
    List<PayloadAddress> page = store().putBefore(TODAY.plusDays(1), null, 3);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(3);
      read.addAll(page);
      page = store().putBefore(TODAY.plusDays(1), page.get(page.size() - 1), 3);
    }
    assertThat(read).hasSize(7).doesNotHaveDuplicates().isSorted();
  }
}
