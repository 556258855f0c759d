package dev.sluice.cli.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.CliExit;
import dev.sluice.cli.stack.LocalStackNote;
import dev.sluice.cli.stack.ProjectRoot;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.Table;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.SettingSource;
import dev.sluice.contract.Settings;
import dev.sluice.core.api.ApiJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice config show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Print each setting's value, its form and where it came from. Secrets are masked.",
    footer = {
      "",
      "Order, last wins: defaults, the stack's outputs, the environment, --set.",
      "The outputs are those of the stack that 'sluice up' brought up here, unless --outputs names a file."
    })
final class ConfigShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private JsonOption json;

  @Option(names = "--service", paramLabel = "SERVICE",
      description = "Only what this service reads (${COMPLETION-CANDIDATES}); refuse what it would refuse.")
  private @Nullable ServiceKind service;

  @Option(names = "--outputs", paramLabel = "FILE", description = "The stack's outputs as 'pulumi stack output --json' prints them.")
  private @Nullable Path outputs;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A value that wins over all others; may be repeated.")
  private Map<String, String> values = Map.of();

  @Override
  public Integer call() throws IOException {
    List<SettingSource> sources = sources();
    if (service != null) {
      Settings.of(service, sources);
    }
    List<ShownSetting> shown = ShownSetting.of(sources, service);
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(shown));
      return CliExit.DONE;
    }
    Table table = new Table("SETTING", "VALUE", "FORM", "FROM");
    shown.forEach(each -> table.row(each.key(), each.value() == null ? "(required, not set)" : each.value(), each.form(), each.source()));
    out.print(table);
    out.flush();
    return CliExit.DONE;
  }

  private List<SettingSource> sources() throws IOException {
    List<SettingSource> sources = new ArrayList<>();
    if (outputs != null) {
      sources.add(new SettingSource(outputs.toString(), read(outputs)));
    } else {
      LocalStackNote.read(ProjectRoot.find())
          .ifPresent(note -> sources.add(new SettingSource("stack " + note.stack(), note.outputs())));
    }
    sources.add(SettingSource.environment());
    sources.add(new SettingSource("--set", values));
    return sources;
  }

  private static Map<String, String> read(Path file) throws IOException {
    try {
      Map<String, JsonNode> raw = ApiJson.mapper().readValue(Files.readString(file), new TypeReference<LinkedHashMap<String, JsonNode>>() {});
      Map<String, String> texts = new LinkedHashMap<>();
      raw.forEach((name, value) -> texts.put(name, value.isValueNode() ? value.asText() : value.toString()));
      return texts;
    } catch (NoSuchFileException e) {
      throw new UserError(CliExit.USAGE, "there is no file " + file);
    } catch (JsonProcessingException e) {
      throw new UserError(CliExit.USAGE, file + " is not what 'pulumi stack output --json' prints: " + e.getOriginalMessage());
    }
  }
}
