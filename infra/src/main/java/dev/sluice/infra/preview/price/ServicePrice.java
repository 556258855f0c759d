package dev.sluice.infra.preview.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingText;
import dev.sluice.infra.preview.DeclaredResource;
import dev.sluice.infra.preview.DeclaredStack;
import dev.sluice.infra.preview.Reference;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A service of a stack and what one of its tasks costs.
 *
 * @param service the service
 * @param environment of its container
 * @param hour US dollars an hour of one task; zero where its tasks run on machines that are paid for anyway
 */
record ServicePrice(DeclaredResource service, Map<String, String> environment, BigDecimal hour) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final BigDecimal UNITS = BigDecimal.valueOf(1024);

  static ServicePrice of(DeclaredResource service, DeclaredStack stack, UsedPrices prices) {
    DeclaredResource task = taskOf(service, stack);
    BigDecimal processors = new BigDecimal(task.text("cpu")).divide(UNITS);
    BigDecimal gigabytes = new BigDecimal(task.text("memory")).divide(UNITS);
    BigDecimal hour = BigDecimal.ZERO;
    BigDecimal spot = spotShare(service);
    if (isFargate(service)) {
      BigDecimal demand = BigDecimal.ONE.subtract(spot);
      hour = hour.add(hour(demand, processors, "processorHour", gigabytes, "memoryHour", prices))
          .add(hour(spot, processors, "spotProcessorHour", gigabytes, "spotMemoryHour", prices));
    }
    return new ServicePrice(service, environmentOf(task), hour);
  }

  /** A price that nothing is bought at is not asked for. */
  private static BigDecimal hour(
      BigDecimal share, BigDecimal processors, String processorItem, BigDecimal gigabytes, String memoryItem, UsedPrices prices) {
    return share.signum() == 0 ? BigDecimal.ZERO : share.multiply(
        processors.multiply(prices.of(processorItem)).add(gigabytes.multiply(prices.of(memoryItem))));
  }

  private static DeclaredResource taskOf(DeclaredResource service, DeclaredStack stack) {
    List<String> titles = Reference.in(service.text("taskDefinition")).stream().map(Reference::title).toList();
    return stack.ofType("aws:ecs/taskDefinition:TaskDefinition").stream()
        .filter(task -> titles.contains(task.title())).findFirst()
        .orElseThrow(() -> new UnknownPriceException(
            service.title() + " runs a task definition that the stack does not declare: its size is unknown"));
  }

  private static Map<String, String> environmentOf(DeclaredResource task) {
    try {
      Map<String, String> environment = new TreeMap<>();
      for (JsonNode container : JSON.readTree(task.text("containerDefinitions"))) {
        container.path("environment").forEach(pair -> environment.put(pair.path("name").asText(), pair.path("value").asText()));
      }
      return environment;
    } catch (JsonProcessingException e) {
      throw new UnknownPriceException(task.title() + " has container definitions that are no JSON");
    }
  }

  /** Strategies name Fargate or a capacity provider of the stack's machines; without one the launch type says it. */
  private static boolean isFargate(DeclaredResource service) {
    return strategies(service).stream()
        .anyMatch(strategy -> String.valueOf(strategy.get("capacityProvider")).startsWith("FARGATE"))
        || service.text("launchType").equals("FARGATE");
  }

  private static BigDecimal spotShare(DeclaredResource service) {
    long all = 0;
    long spot = 0;
    for (Map<?, ?> strategy : strategies(service)) {
      long weight = strategy.get("weight") instanceof Number number ? number.longValue() : 0;
      all += weight;
      spot += "FARGATE_SPOT".equals(strategy.get("capacityProvider")) ? weight : 0;
    }
    return all == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(spot).divide(BigDecimal.valueOf(all), MathContext.DECIMAL64);
  }

  private static List<Map<?, ?>> strategies(DeclaredResource service) {
    return service.inputs().get("capacityProviderStrategies") instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).<Map<?, ?>>map(each -> (Map<?, ?>) each).toList()
        : List.of();
  }

  /** Returns how many tasks the stack declares; a service without a count runs one. */
  long count() {
    return service.inputs().get("desiredCount") instanceof Number number ? number.longValue() : 1;
  }

  boolean isOnOwnMachines() {
    return hour.signum() == 0;
  }

  boolean isWorker() {
    return environment.containsKey(Setting.WORKER_SLOTS.key()) && environment.containsKey(Setting.WORKER_QUEUES.key());
  }

  int slots() {
    return SettingText.integer(environment.getOrDefault(Setting.WORKER_SLOTS.key(), "1"));
  }

  int queues() {
    return environment.getOrDefault(Setting.WORKER_QUEUES.key(), "").split(",").length;
  }

  Duration receiveWait() {
    return SettingText.duration(
        environment.getOrDefault(Setting.RECEIVE_WAIT.key(), Setting.RECEIVE_WAIT.defaultText().orElseThrow()));
  }
}
