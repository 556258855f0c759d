package dev.sluice.infra.preview.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.infra.preview.Declared;
import dev.sluice.infra.preview.DeclaredStack;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackPriceTest {
  private static final PriceTable TABLE = PriceTable.bundled();
  private static final Map<String, String> PRODUCTION = Map.of(
      "imageRepositories", "true", "natPerZone", "true", "coordinatorCount", "2", "databaseInstanceClass", "db.m7g.large",
      "databaseStorage", "100", "databaseStorageLimit", "1000", "databaseMultiZone", "true", "queues", "default,bulk",
      "workerPools", "[{\"name\":\"default\",\"queues\":[\"default\"],\"cpu\":512,\"memory\":1024,\"min\":2,\"max\":20},"
          + "{\"name\":\"bulk\",\"queues\":[\"bulk\"],\"cpu\":1024,\"memory\":2048,\"min\":2,\"max\":20,\"spotShare\":70}]");

  /** Protected, one NAT gateway, two workers of a quarter vCPU and half a GB, alarms, a dashboard. */
  @Test
  void goldenDefaultsInVirginia() {
    StackPrice price = price(Declared.platform("us-east-1", Map.of()));
    assertThat(lines(price)).containsExactlyInAnyOrder(
        "public addresses 730 x 0.005 = 3.65",
        "NAT gateways 730 x 0.045 = 32.85",
        "secrets 1 x 0.4 = 0.40",
        "database db.t4g.medium 730 x 0.065 = 47.45",
        "database storage 20 x 0.115 = 2.30",
        "load balancers 730 x 0.0225 = 16.43",
        "names inside the VPC 1 x 0.5 = 0.50",
        // 0.25 x 0.04048 + 0.5 x 0.004445.
        "service coordinator, 1 task(s) 730 x 0.0123425 = 9.01",
        "service worker-default, 2 task(s) 1460 x 0.0123425 = 18.02",
        "service autoscaler, 1 task(s) 730 x 0.0123425 = 9.01",
        // 2 workers x 730 h x 3600 s / 20 s.
        "queues asked by worker-default 0.2628 x 0.5 = 0.13",
        "logs of idle services 0.3 x 0.5 = 0.15",
        "logs kept 0.3 x 0.03 = 0.01",
        "alarms 7 x 0.1 = 0.70",
        "dashboards 1 x 3 = 3.00");
    assertThat(dollars(price.idleMonth())).isEqualTo("143.61");
    assertThat(price.thousandJobs()).singleElement().satisfies(pool -> {
      assertThat(pool.pool()).isEqualTo("worker-default");
      // 9,000 requests; 3,000 s / 8 slots of a worker; 3 MB of logs; 18 MB through the NAT gateway.
      assertThat(pool.amount()).isEqualByComparingTo(new BigDecimal("0.0045")
          .add(new BigDecimal("3000").divide(new BigDecimal("28800"), MathContext.DECIMAL64)
              .multiply(new BigDecimal("0.0123425")))
          .add(new BigDecimal("0.0015")).add(new BigDecimal("0.00081")));
    });
    assertThat(price.notCounted()).anyMatch(sentence -> sentence.contains("Container Insights"));
  }

  /**
   * As the defaults, with a standby (47.45 + 2.30 more) and nine endpoints in two zones (131.40) instead of the gateway (36.50).
   */
  @Test
  void goldenEndpointsAndStandby() {
    StackPrice price = price(Declared.platform("us-east-1", Map.of("egress", "endpoints", "databaseMultiZone", "true")));
    assertThat(lines(price)).contains(
        "interface endpoints, one a zone 13140 x 0.01 = 131.40",
        "database db.t4g.medium and its standby 1460 x 0.065 = 94.90",
        "database storage 40 x 0.115 = 4.60").noneMatch(line -> line.startsWith("NAT"));
    assertThat(dollars(price.idleMonth())).isEqualTo("288.26");
    assertThat(price.thousandJobs().get(0).lines()).extracting(PriceLine::price).contains(new BigDecimal("0.01"));
  }

  /** A small stack for trying things: all workers on Spot, repositories, no alarms. */
  @Test
  void goldenSpotInFrankfurt() {
    StackPrice price = price(Declared.platform("eu-central-1", Map.of(
        "protected", "false", "imageRepositories", "true", "databaseInstanceClass", "db.t4g.small",
        "databaseBackupRetention", "1d", "secretRecovery", "0d", "alarms", "false",
        "workerPools", "[{\"name\":\"default\",\"min\":1,\"max\":4,\"spotShare\":100}]")));
    assertThat(lines(price)).contains(
        "database db.t4g.small 730 x 0.037 = 27.01",
        "images 2 x 0.1 = 0.20",
        // 0.25 x 0.013968 + 0.5 x 0.001533.
        "service worker-default, 1 task(s) 730 x 0.0042585 = 3.11");
    assertThat(dollars(price.idleMonth())).isEqualTo("119.27");
    assertThat(price.notCounted()).noneMatch(sentence -> sentence.contains("Container Insights"));
  }

  /** Two of everything that decides: 292.00 of 542.77 is the database and its standby. */
  @Test
  void goldenProductionInFrankfurt() {
    StackPrice price = price(Declared.platform("eu-central-1", PRODUCTION));
    assertThat(lines(price)).contains(
        "NAT gateways 1460 x 0.052 = 75.92",
        "database db.m7g.large and its standby 1460 x 0.2 = 292.00",
        "database storage 200 x 0.137 = 27.40",
        "service coordinator, 2 task(s) 1460 x 0.014195 = 20.72",
        // A vCPU and 2 GB, 30 % on demand (0.05678) and 70 % on Spot (0.017034).
        "service worker-bulk, 2 task(s) 1460 x 0.0289578 = 42.28",
        "alarms 10 x 0.1 = 1.00");
    assertThat(dollars(price.idleMonth())).isEqualTo("542.77");
    assertThat(price.thousandJobs()).extracting(StackPrice.PoolPrice::pool).containsExactly("worker-default", "worker-bulk");
    assertThat(price.thousandJobsAtMost()).isEqualByComparingTo(
        price.thousandJobs().get(0).amount().max(price.thousandJobs().get(1).amount()));
  }

  /** Tasks on two machines of the stack: the machines are paid for, not the tasks. */
  @Test
  void goldenOwnMachinesInFrankfurt() {
    StackPrice price =
        price(Declared.platform("eu-central-1", Map.of("launchType", "EC2", "machines", "new", "minMachines", "2")));
    assertThat(lines(price)).contains(
        "machines m7i.large, 2 1460 x 0.1208 = 176.37",
        "volumes of the machines 60 x 0.0952 = 5.71").noneMatch(line -> line.startsWith("service"));
    assertThat(dollars(price.idleMonth())).isEqualTo("305.82");
  }

  @Test
  void fargateOnArmIsSaidToBeCheaper() {
    String cheaper = "that Fargate is about a fifth cheaper with architecture ARM64: its price is that of X86_64";
    assertThat(price(Declared.platform("us-east-1", Map.of("architecture", "ARM64"))).notCounted()).contains(cheaper);
    assertThat(price(Declared.platform("us-east-1", Map.of())).notCounted()).doesNotContain(cheaper);
  }

  @Test
  void machinesOfOthersAreSaidToBeLeftOut() {
    StackPrice price =
        price(Declared.platform("us-east-1", Map.of("launchType", "EC2", "networkMode", "bridge", "discovery", "false")));
    assertThat(price.notCounted()).anyMatch(sentence -> sentence.contains("machines that tasks of launch type EC2 run on"));
  }

  @Test
  void longerOpsCostMoreAndMoreSlotsCostLess() {
    DeclaredStack stack = Declared.platform("us-east-1", Map.of());
    BigDecimal usual = price(stack).thousandJobsAtMost();
    assertThat(StackPrice.of(stack, TABLE, JobAssumptions.assumed(3, Duration.ofSeconds(10))).thousandJobsAtMost())
        .isGreaterThan(usual);
    assertThat(price(Declared.platform("us-east-1", Map.of("workerSlots", "16"))).thousandJobsAtMost()).isLessThan(usual);
  }

  @Test
  void whatTheTableLacksIsNamedAndNeverZero() {
    assertThatThrownBy(() -> price(Declared.platform("ap-south-1", Map.of())))
        .isInstanceOf(UnknownPriceException.class)
        .hasMessageContaining("no prices for region ap-south-1").hasMessageContaining("eu-central-1, us-east-1")
        .hasMessageContaining("--prices");
    assertThatThrownBy(() -> price(Declared.platform("us-east-1", Map.of("databaseInstanceClass", "db.m7g.16xlarge"))))
        .isInstanceOf(UnknownPriceException.class)
        .hasMessageContaining("no databaseHour of db.m7g.16xlarge in us-east-1").hasMessageContaining("db.t4g.micro");
    assertThatThrownBy(() -> price(Declared.platform("us-east-1",
        Map.of("launchType", "EC2", "machines", "new", "machineType", "x1.huge"))))
        .isInstanceOf(UnknownPriceException.class).hasMessageContaining("x1.huge");
    assertThatThrownBy(() -> price(Declared.stack(Declared.resource("aws:msk/cluster:Cluster", "kafka", Map.of()))))
        .isInstanceOf(UnknownPriceException.class).hasMessageContaining("no price of msk.Cluster kafka");
  }

  @Test
  void aTableOfOnesOwnIsReadAndItsMistakesAreTold(@TempDir Path folder) throws IOException {
    Path good = Files.writeString(folder.resolve("good.json"), """
        {"asOf": "2026-01-01", "regions": {"us-east-1": {"secretMonth": "0.5"}}}""");
    DeclaredStack secret = new DeclaredStack("test", "us-east-1",
        List.of(Declared.resource("aws:secretsmanager/secret:Secret", "s", Map.of())), Map.of());
    assertThat(StackPrice.of(secret, PriceTable.of(good), JobAssumptions.USUAL).idleMonth()).isEqualByComparingTo("0.5");
    Path undated = Files.writeString(folder.resolve("undated.json"), "{}");
    assertThatThrownBy(() -> PriceTable.of(undated)).hasMessageContaining("has no date");
    Path free = Files.writeString(folder.resolve("free.json"), """
        {"asOf": "2026-01-01", "regions": {"us-east-1": {"secretMonth": "0"}}}""");
    assertThatThrownBy(() -> PriceTable.of(free)).hasMessageContaining("us-east-1: secretMonth = \"0\" is no price");
  }

  @Test
  void whatNoSecondSourceConfirmsIsNamed(@TempDir Path folder) throws IOException {
    assertThat(price(Declared.platform("us-east-1", Map.of())).unchecked()).isEmpty();
    Map<String, String> small = Map.of("databaseInstanceClass", "db.t4g.small", "maxWorkers", "10");
    assertThat(price(Declared.platform("eu-central-1", small)).unchecked())
        .contains("databaseHour.db.t4g.small", "natGatewayGigabyte").doesNotContain("processorHour", "natGatewayHour");
    assertThat(TABLE.region("eu-central-1").checks().get("processorHour")).contains("offer file").endsWith("2026-07-07");
    Path wrong = Files.writeString(folder.resolve("wrong.json"), """
        {"asOf": "2026-01-01", "regions": {"us-east-1": {"secretMonth": "0.4"}},
         "checked": {"us-east-1": [{"source": "somebody", "seen": "2026", "prices": ["secretYear"]}]}}""");
    assertThatThrownBy(() -> PriceTable.of(wrong)).hasMessageContaining("secretYear is said to be checked, and has no price");
  }

  @Test
  void aBudgetHoldsOrSaysByHowMuchItDoesNot() {
    StackPrice price = price(Declared.platform("us-east-1", Map.of()));
    assertThat(Budget.of("150").on(price, TABLE)).isEqualTo(new Budget.Verdict(true,
        "within budget: 143.61 USD an idle month, 6.39 USD less than 150 USD"));
    assertThat(Budget.of("100").on(price, TABLE)).isEqualTo(new Budget.Verdict(false,
        "over budget: 143.61 USD an idle month, 43.61 USD more than 100 USD"));
    assertThat(Budget.of("100 eur").on(price, TABLE).sentence()).contains("100 EUR (117.00 USD at the rate of 2025-10-01)");
    assertThatThrownBy(() -> Budget.of("100XYZ").on(price, TABLE)).hasMessageContaining("no rate for XYZ");
    assertThatThrownBy(() -> Budget.of("much")).hasMessageContaining("expected an amount");
  }

  private static StackPrice price(DeclaredStack stack) {
    return StackPrice.of(stack, TABLE, JobAssumptions.USUAL);
  }

  private static List<String> lines(StackPrice price) {
    return price.idle().stream().map(line -> line.what() + " " + line.quantity().stripTrailingZeros().toPlainString() + " x "
        + line.price().stripTrailingZeros().toPlainString() + " = " + dollars(line.amount())).toList();
  }

  private static String dollars(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
  }
}
