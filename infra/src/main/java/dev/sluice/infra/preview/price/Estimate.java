package dev.sluice.infra.preview.price;

import static dev.sluice.infra.preview.price.JobAssumptions.HOURS_A_MONTH;

import dev.sluice.infra.preview.DeclaredResource;
import dev.sluice.infra.preview.DeclaredStack;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Goes through a stack resource by resource. A type that is neither priced nor known to be free is an error. */
final class Estimate {
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal SECONDS_AN_HOUR = BigDecimal.valueOf(3_600);

  private final DeclaredStack stack;
  private final PriceTable table;
  private final UsedPrices prices;
  private final JobAssumptions assumptions;
  /** By what they are for: what a stack has several of is one line. */
  private final Map<String, PriceLine> idle = new LinkedHashMap<>();
  private final List<ServicePrice> services = new ArrayList<>();

  Estimate(DeclaredStack stack, PriceTable table, JobAssumptions assumptions) {
    this.stack = stack;
    this.table = table;
    this.prices = new UsedPrices(table.region(stack.region()));
    this.assumptions = assumptions;
  }

  StackPrice price() {
    stack.custom().forEach(this::price);
    JobPrice job = new JobPrice(stack, prices, assumptions);
    List<StackPrice.PoolPrice> jobs = services.stream().filter(ServicePrice::isWorker).map(job::of).toList();
    return new StackPrice(stack.region(), table.asOf(), List.copyOf(idle.values()), jobs, assumptions.sentences(), notCounted(),
        prices.unchecked());
  }

  private void price(DeclaredResource resource) {
    switch (resource.type()) {
      case "aws:rds/instance:Instance" -> database(resource);
      case "aws:ecs/service:Service" -> service(ServicePrice.of(resource, stack, prices));
      case "aws:lb/loadBalancer:LoadBalancer" -> loadBalancer(resource);
      case "aws:ec2/natGateway:NatGateway" -> hours("NAT gateways", "natGatewayHour", 1);
      case "aws:ec2/eip:Eip" -> hours("public addresses", "publicAddressHour", 1);
      case "aws:ec2/vpcEndpoint:VpcEndpoint" -> endpoint(resource);
      case "aws:cloudwatch/metricAlarm:MetricAlarm" -> month("alarms", "alarmMonth", BigDecimal.ONE, "alarms");
      case "aws:cloudwatch/dashboard:Dashboard" -> month("dashboards", "dashboardMonth", BigDecimal.ONE, "dashboards");
      case "aws:secretsmanager/secret:Secret" -> month("secrets", "secretMonth", BigDecimal.ONE, "secrets");
      case "aws:ecr/repository:Repository" -> month("images", "imageGigabyteMonth", JobAssumptions.IMAGE_GIGABYTES, "GB");
      case "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace" ->
          month("names inside the VPC", "zoneMonth", BigDecimal.ONE, "zones");
      case "aws:autoscaling/group:Group" -> machines(resource);
      default -> refuseUnlessFree(resource);
    }
  }

  private void refuseUnlessFree(DeclaredResource resource) {
    if (!table.free().containsKey(resource.type())) {
      throw new UnknownPriceException("no price of " + resource.title() + ": the table of " + table.asOf() + " knows no "
          + resource.type() + "; add it to what is priced or to what is free");
    }
  }

  private void database(DeclaredResource database) {
    String instanceClass = database.text("instanceClass");
    BigDecimal copies = BigDecimal.valueOf(database.flag("multiAz") ? 2 : 1);
    add(new PriceLine("database " + instanceClass + (database.flag("multiAz") ? " and its standby" : ""),
        HOURS_A_MONTH.multiply(copies), "hours", prices.of("databaseHour", instanceClass)));
    if (!database.text("storageType").equals("gp3")) {
      throw new UnknownPriceException("no price of storage type " + database.text("storageType") + ": the table has gp3");
    }
    month("database storage", "databaseGigabyteMonth", new BigDecimal(database.text("allocatedStorage")).multiply(copies), "GB");
  }

  private void service(ServicePrice service) {
    services.add(service);
    String name = service.service().name();
    BigDecimal count = BigDecimal.valueOf(service.count());
    if (!service.isOnOwnMachines()) {
      add(new PriceLine("service " + name + ", " + count + " task(s)", count.multiply(HOURS_A_MONTH), "hours", service.hour()));
    }
    if (service.isWorker()) {
      BigDecimal asked = count.multiply(BigDecimal.valueOf(service.queues())).multiply(HOURS_A_MONTH).multiply(SECONDS_AN_HOUR)
          .divide(BigDecimal.valueOf(Math.max(1, service.receiveWait().toSeconds())), MathContext.DECIMAL64);
      add(new PriceLine("queues asked by " + name, asked.divide(MILLION), "million requests", prices.of("queueMillionRequests")));
    }
    month("logs of idle services", "logIngestGigabyte", JobAssumptions.IDLE_LOG_GIGABYTES, "GB");
    month("logs kept", "logStorageGigabyteMonth", JobAssumptions.IDLE_LOG_GIGABYTES, "GB");
  }

  private void loadBalancer(DeclaredResource balancer) {
    hours("load balancers", "loadBalancerHour", 1);
    if (!balancer.flag("internal")) {
      hours("public addresses", "publicAddressHour", size(balancer, "subnets"));
    }
  }

  private void endpoint(DeclaredResource endpoint) {
    // Gateway endpoints are free.
    if (endpoint.text("vpcEndpointType").equals("Interface")) {
      hours("interface endpoints, one a zone", "endpointHour", size(endpoint, "subnetIds"));
    }
  }

  private void machines(DeclaredResource group) {
    BigDecimal count = new BigDecimal(group.text("minSize"));
    for (DeclaredResource template : stack.ofType("aws:ec2/launchTemplate:LaunchTemplate")) {
      String type = template.text("instanceType");
      add(new PriceLine(
          "machines " + type + ", " + count, count.multiply(HOURS_A_MONTH), "hours", prices.of("machineHour", type)));
      month("volumes of the machines", "volumeGigabyteMonth", count.multiply(JobAssumptions.VOLUME_GIGABYTES), "GB");
    }
  }

  private void add(PriceLine line) {
    idle.merge(line.what(), line, (one, other) ->
        new PriceLine(one.what(), one.quantity().add(other.quantity()), one.unit(), one.price()));
  }

  private static int size(DeclaredResource resource, String list) {
    return resource.inputs().get(list) instanceof List<?> elements ? elements.size() : 1;
  }

  private void hours(String what, String item, int count) {
    add(new PriceLine(what, HOURS_A_MONTH.multiply(BigDecimal.valueOf(count)), "hours", prices.of(item)));
  }

  private void month(String what, String item, BigDecimal quantity, String unit) {
    add(new PriceLine(what, quantity, unit, prices.of(item)));
  }

  private List<String> notCounted() {
    List<String> left = new ArrayList<>();
    left.add("tax, support, free tiers, credits and commitments");
    left.add("data transfer between zones and to the internet, capacity units of the load balancer,"
        + " backups beyond the database's own size");
    if (stack.ofType("aws:ecs/cluster:Cluster").stream()
        .anyMatch(cluster -> cluster.text("settings").contains("value=enabled"))) {
      left.add("metrics of Container Insights, which is switched on: cents to some dollars a service a month");
    }
    if (services.stream().anyMatch(ServicePrice::isOnOwnMachines) && stack.ofType("aws:autoscaling/group:Group").isEmpty()) {
      left.add("the machines that tasks of launch type EC2 run on: this stack does not declare them");
    }
    if (services.stream().anyMatch(service -> !service.isOnOwnMachines()) && stack.ofType("aws:ecs/taskDefinition:TaskDefinition").stream()
        .anyMatch(task -> task.text("runtimePlatform").contains("cpuArchitecture=ARM64"))) {
      left.add("that Fargate is about a fifth cheaper with architecture ARM64: its price is that of X86_64");
    }
    return left;
  }
}
