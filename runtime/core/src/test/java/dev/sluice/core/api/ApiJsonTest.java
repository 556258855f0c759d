package dev.sluice.core.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.sluice.core.job.UnusablePayloadException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiJsonTest {
  @Test
  void aPayloadIsWhatAnOpWouldWrite() {
    assertThat(ApiJson.payload(7, "the input of j")).isEqualTo(IntNode.valueOf(7));
    assertThat(ApiJson.payload(null, "the input of j")).isEqualTo(NullNode.instance);
    assertThat(ApiJson.payload(IntNode.valueOf(8), "the input of j")).isEqualTo(IntNode.valueOf(8));
  }

  /** Keys that differ in Java and not in JSON. */
  @Test
  void aPayloadThatHasANameTwiceIsRefusedBeforeItIsSent() {
    Map<Object, Integer> twice = new HashMap<>(Map.of(1, 10));
    twice.put("1", 20);
    assertThatThrownBy(() -> SubmitRequest.of("j", twice)).isInstanceOf(UnusablePayloadException.class)
        .hasMessageContainingAll("the input of j", "Duplicate field '1'");
  }
}
