package dev.sluice.testing;

import static dev.sluice.testing.RunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.Trigger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an op sees of its upstream by name: maps, their elements, and what did not succeed. */
class OutputsByNameTest {

  /** A map whose second element fails, an op that fails, and one that looks at both. */
  private static final class Look implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      Op<List<Integer>> lengths = job.map("length", Integer.class, String.class, text -> List.of(text.split(" ")), (word, context) -> {
        if (word.isEmpty()) {
          throw new NonRetryableException("a word has letters");
        }
        return word.length();
      }).mayFail();
      Op<Integer> broken = job.op("broken", Integer.class, (String text, dev.sluice.core.job.OpContext context) -> {
        throw new NonRetryableException("always");
      });
      broken.mayFail();
      return job.output(job.op("look", String.class, (text, context) -> {
        List<Object> seen = new ArrayList<>();
        seen.add(context.outputs());
        seen.add(context.output("length", List.class));
        seen.add(context.output(lengths));
        seen.add(context.output("length[0]", Integer.class));
        seen.add(context.output("length[1]", Integer.class));
        seen.add(context.output("broken", Integer.class));
        seen.add(context.output(broken));
        seen.add(List.of(context.hasOutput("length"), context.hasOutput("length[1]"), context.hasOutput("broken")));
        assertThatThrownBy(() -> context.output("length", Integer.class)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll("the map \"length\" is a List, not a Integer", "length[0]");
        assertThatThrownBy(() -> context.hasOutput("Broken")).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("op \"Broken\" is not upstream of \"look\"");
        for (String none : List.of("broken[0]", "length[3]", "length[01]", "length[-1]", "length[x]", "length[1", "length[99999999999]")) {
          assertThatThrownBy(() -> context.hasOutput(none)).isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("op \"" + none + "\" is not upstream of \"look\"");
          assertThatThrownBy(() -> context.output(none, Integer.class)).isInstanceOf(IllegalArgumentException.class);
        }
        return seen.toString();
      }).after(lengths, broken).when(Trigger.ALL_DONE));
    }
  }

  @Test
  void aMapIsItsElementsAndWhatDidNotSucceedIsNull() {
    assertThat(JobTest.of(new Look()).run("two  words")).succeeded()
        .yields("[[length[0], length[2]], [3, 5], [3, 5], 3, null, null, null, [true, false, false]]");
  }
}
