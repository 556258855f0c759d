package dev.sluice.infra.configuration;

import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.Setting;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes the reference pages from the constants that the program itself reads, so that they cannot disagree with it. */
public final class ConfigurationReference {
  private static final String HEAD = "| key | type | unit | default | reason |\n| --- | --- | --- | --- | --- |\n";

  private ConfigurationReference() {}

  /** Returns the page about keys of stack files, in Markdown. */
  public static String stackConfiguration() {
    StringBuilder page = new StringBuilder("""
        # Stack configuration

        Generated from the program by `mvn -pl infra -am test -Dsluice.updateReference=true`; do not edit.

        What `Pulumi.STACK.yaml` may say under `config:`, each key with `sluice:` before it. An unknown key is refused with the
        nearest known one, and all problems are told at once. `aws:region` is required.

        ## Infrastructure

        """).append(HEAD);
    for (ConfigurationKey key : ConfigurationKey.values()) {
      String form = key.choices().isEmpty() ? key.type().form() : "one of " + String.join(", ", key.choices());
      row(page, key.key(), form, key.unit(), key.defaultText(), key.reason());
    }
    page.append("\n## A worker pool\n\nThe keys of one object in the list `workerPools`.\n\n").append(HEAD);
    for (PoolKey key : PoolKey.values()) {
      row(page, key.key(), key.form(), key.unit(), key.fallback(), key.reason());
    }
    page.append("\n## Settings of the services\n\nEvery setting with a default may be changed for a stack; see settings.md.\n\n")
        .append(HEAD);
    for (Setting setting : ConfiguredSettings.all()) {
      row(page, FlatKey.of(setting), setting.type().form(), "", setting.defaultText().orElse(""), setting.reason());
    }
    return page.toString();
  }

  /** Returns the page about settings of services, in Markdown. */
  public static String settings() {
    StringBuilder page = new StringBuilder("""
        # Settings

        Generated from the program by `mvn -pl infra -am test -Dsluice.updateReference=true`; do not edit.

        What a service can be told. It reads the environment, which the stack's task definitions fill in; what is not there has its
        default. A setting without a default is required by its readers. `sluice config show` lays a stack's outputs and `--set` beside it.

        | setting | type | default | read by | reason |
        | --- | --- | --- | --- | --- |
        """);
    for (Setting setting : Setting.values()) {
      String readers = Arrays.stream(ServiceKind.values()).filter(setting::isReadBy).map(ServiceKind::label)
          .collect(Collectors.joining(", "));
      cells(page, "`" + setting.key() + "`", setting.type().form(),
          setting.defaultText().map(text -> "`" + text + "`").orElse("required"),
          readers, setting.reason());
    }
    return page.toString();
  }

  private static void row(StringBuilder page, String key, String form, String unit, String fallback, String reason) {
    cells(page, "`" + key + "`", form, unit, fallback.isEmpty() ? "" : "`" + fallback + "`", reason);
  }

  private static void cells(StringBuilder page, String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
