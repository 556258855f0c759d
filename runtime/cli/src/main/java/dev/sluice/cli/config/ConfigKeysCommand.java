package dev.sluice.cli.config;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.Setting;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice config keys}. */
@Command(name = "keys", mixinStandardHelpOptions = true, description = "List every setting: form, default, readers and reason.")
final class ConfigKeysCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private JsonOption json;

  /** One setting. */
  record Key(String key, String form, @Nullable String defaultText, List<String> services, String reason) {
    static Key of(Setting setting) {
      return new Key(setting.key(), setting.type().form(), setting.defaultText().orElse(null),
          Stream.of(ServiceKind.values()).filter(setting::isReadBy).map(ServiceKind::label).toList(), setting.reason());
    }
  }

  @Override
  public Integer call() {
    List<Key> keys = Stream.of(Setting.values()).map(Key::of).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(keys));
      return CliExit.DONE;
    }
    keys.forEach(key -> {
      out.println(key.key());
      out.println("    " + key.reason());
      out.println("    " + key.form() + "; " + (key.defaultText() == null ? "required" : "default " + key.defaultText()) + "; read by "
          + String.join(", ", key.services()));
    });
    return CliExit.DONE;
  }
}
