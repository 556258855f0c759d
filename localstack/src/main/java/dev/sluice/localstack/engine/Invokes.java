package dev.sluice.localstack.engine;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/** The functions that a program may call while it runs, by token. Filled once, then read from any thread. */
public final class Invokes {
  private final Map<String, Function<Inputs, Map<String, Object>>> functions = new TreeMap<>();

  /** Adds a function by its token, for example {@code aws:index/getRegion:getRegion}. */
  public Invokes add(String token, Function<Inputs, Map<String, Object>> function) {
    functions.put(token, Objects.requireNonNull(function));
    return this;
  }

  /** Returns the functions that need nothing but the account. */
  public static Invokes of(AwsAccount account) {
    List<String> zones = List.of(account.region() + "a", account.region() + "b", account.region() + "c");
    return new Invokes()
        .add("aws:index/getCallerIdentity:getCallerIdentity", arguments -> Map.of(
            "id", account.id(), "accountId", account.id(), "userId", "AIDALOCAL", "arn", account.globalArn("iam", "root")))
        .add("aws:index/getRegion:getRegion", arguments -> Map.of(
            "id", account.region(), "name", account.region(), "endpoint", "ec2." + account.region() + ".amazonaws.com",
            "description", "local cloud"))
        .add("aws:index/getPartition:getPartition", arguments -> Map.of(
            "id", "aws", "partition", "aws", "dnsSuffix", "amazonaws.com", "reverseDnsPrefix", "com.amazonaws"))
        .add("aws:index/getAvailabilityZones:getAvailabilityZones", arguments -> Map.of(
            "id", account.region(), "names", zones, "zoneIds", zones, "groupNames", List.of(account.region())))
        .add("aws:iam/getPolicyDocument:getPolicyDocument", PolicyDocument::answer)
        .add("aws:secretsmanager/getRandomPassword:getRandomPassword", arguments -> Map.of(
            "id", "-", "randomPassword", Passwords.random(arguments.integer("passwordLength").orElse(32))));
  }

  Map<String, Object> answer(String token, Inputs arguments) {
    Function<Inputs, Map<String, Object>> function = functions.get(token);
    if (function == null) {
      throw new IllegalArgumentException("the local cloud has no function " + token + "; it has " + functions.keySet()
          + ": pass the value in by configuration, or add the function to Invokes");
    }
    return function.apply(arguments);
  }
}
