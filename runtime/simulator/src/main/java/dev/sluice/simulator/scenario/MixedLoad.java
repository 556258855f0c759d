package dev.sluice.simulator.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.core.api.ApiJson;
import dev.sluice.core.api.SubmitRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Fast and slow runs in an order that chance decides. The same load gives the same requests, so that submitting it twice starts
 * nothing twice.
 *
 * @param name tag and idempotency keys carry it; another name is another load
 * @param fast runs of the job {@code fast}
 * @param slow runs of the job {@code slow}
 * @param timeScale what the jobs multiply their waiting with; 1 is real time
 * @param seed decides order and waits
 */
public record MixedLoad(String name, int fast, int slow, double timeScale, long seed) {
  /** Tag that names the load of a run. */
  public static final String LOAD_TAG = "load";

  public MixedLoad {
    if (fast < 0 || slow < 0) {
      throw new IllegalArgumentException("numbers of runs must be >= 0, got fast " + fast + ", slow " + slow);
    }
    if (!(timeScale >= 0)) {
      throw new IllegalArgumentException("timeScale must be >= 0, got " + timeScale);
    }
  }

  /** Returns the requests in the order in which they are to be submitted. */
  public List<SubmitRequest> requests() {
    Random random = new Random(seed);
    List<String> jobs = new ArrayList<>(Collections.nCopies(fast, "fast"));
    jobs.addAll(Collections.nCopies(slow, "slow"));
    Collections.shuffle(jobs, random);
    List<SubmitRequest> requests = new ArrayList<>();
    for (String job : jobs) {
      ObjectNode input = ApiJson.mapper().createObjectNode().put("timeScale", timeScale).put("seed", random.nextLong());
      requests.add(new SubmitRequest(job, input, Map.of(LOAD_TAG, name), name + "-" + requests.size()));
    }
    return requests;
  }
}
