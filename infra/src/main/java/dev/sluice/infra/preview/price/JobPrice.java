package dev.sluice.infra.preview.price;

import dev.sluice.infra.preview.DeclaredStack;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Estimates what a thousand jobs add on a worker pool. */
final class JobPrice {
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal NANOSECONDS_AN_HOUR = BigDecimal.valueOf(3_600_000_000_000L);

  private final DeclaredStack stack;
  private final UsedPrices prices;
  private final JobAssumptions assumptions;
  private final BigDecimal ops;

  JobPrice(DeclaredStack stack, UsedPrices prices, JobAssumptions assumptions) {
    this.stack = stack;
    this.prices = prices;
    this.assumptions = assumptions;
    ops = assumptions.opsPerJob().multiply(BigDecimal.valueOf(1_000));
  }

  StackPrice.PoolPrice of(ServicePrice worker) {
    List<PriceLine> lines = new ArrayList<>();
    BigDecimal requests = ops.multiply(BigDecimal.valueOf(JobAssumptions.REQUESTS_PER_OP));
    lines.add(new PriceLine("queue requests", requests.divide(MILLION), "million requests", prices.of("queueMillionRequests")));
    if (!worker.isOnOwnMachines()) {
      BigDecimal hours = ops.multiply(BigDecimal.valueOf(assumptions.opDuration().toNanos()))
          .divide(NANOSECONDS_AN_HOUR.multiply(BigDecimal.valueOf(worker.slots())), MathContext.DECIMAL64);
      lines.add(new PriceLine("workers of " + worker.slots() + " slots", hours, "hours", worker.hour()));
    }
    lines.add(new PriceLine("logs", gigabytes(JobAssumptions.LOG_KILOBYTES_PER_OP), "GB", prices.of("logIngestGigabyte")));
    outside().ifPresent(item ->
        lines.add(new PriceLine(
            "data to AWS services", gigabytes(JobAssumptions.OUTSIDE_KILOBYTES_PER_OP), "GB", prices.of(item))));
    return new StackPrice.PoolPrice(worker.service().name(), lines);
  }

  private BigDecimal gigabytes(BigDecimal kilobytesPerOp) {
    return ops.multiply(kilobytesPerOp).divide(MILLION);
  }

  /** An existing VPC has its own way out, which this stack does not pay for. */
  private Optional<String> outside() {
    if (!stack.ofType("aws:ec2/natGateway:NatGateway").isEmpty()) {
      return Optional.of("natGatewayGigabyte");
    }
    return stack.ofType("aws:ec2/vpcEndpoint:VpcEndpoint").isEmpty()
        ? Optional.empty() : Optional.of("endpointGigabyte");
  }
}
