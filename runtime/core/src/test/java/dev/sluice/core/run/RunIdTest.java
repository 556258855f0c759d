package dev.sluice.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunIdTest {
  private final Random random = new Random(1);

  @Test
  void itIsAUuidOfVersionSevenOfTheGivenTime() {
    Instant now = Instant.parse("2026-11-21T12:00:00Z");
    RunId id = RunId.next(() -> now, random);
    assertThat(id.value().version()).isEqualTo(7);
    assertThat(id.value().variant()).isEqualTo(2);
    assertThat(id.value().getMostSignificantBits() >>> 16).isEqualTo(now.toEpochMilli());
  }

  @Test
  void laterOnesSortAfterEarlierOnes() {
    Instant now = Instant.parse("2026-11-21T12:00:00Z");
    RunId before = RunId.next(() -> now, random);
    RunId after = RunId.next(() -> now.plus(Duration.ofMillis(1)), random);
    assertThat(before).isLessThan(after);
    assertThat(before.toString()).isLessThan(after.toString());
  }

  @Test
  void theSameInputsGiveTheSameKeyAndMalformedOnesAreRefused() {
    RunId id = RunId.next(Instant::now, random);
    IdempotencyKey key = new IdempotencyKey(id, "merge");
    assertThat(IdempotencyKey.parse(key.toString())).isEqualTo(key);
    assertThat(key.toString()).isEqualTo(id + "/merge");
    assertThat(IdempotencyKey.parse(id + "/count[12]").opKey()).isEqualTo("count[12]");
    for (String malformed : new String[] {"", "merge", id.toString(), id + "/", id + "/Merge", id + "/a b", "x/merge", id + "/" + "a".repeat(81)}) {
      assertThatThrownBy(() -> IdempotencyKey.parse(malformed)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
