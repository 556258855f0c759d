package dev.sluice.tests.endtoend;

import dev.sluice.infra.PlatformStack;
import dev.sluice.infra.StackConfiguration;
import dev.sluice.infra.configuration.StackFile;
import dev.sluice.localstack.LocalCloudOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** This checkout, as a module's tests see it. */
public final class Checkout {
  public static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  public static final Path IMAGES = ROOT.resolve("images/target/images");

  private Checkout() {}

  /** The texts of the stack for laptops, with some keys changed; tests want no runs but their own, so no schedule starts any. */
  public static Map<String, String> texts(Map<String, String> changed) {
    Map<String, String> texts = new HashMap<>(StackFile.read(ROOT, "localstack"));
    texts.put("sluice:schedulesEnabled", "false");
    texts.putAll(changed);
    return texts;
  }

  /** The stack for laptops, with some keys changed. */
  public static LocalCloudOptions stack(Map<String, String> changed, Path images) {
    StackConfiguration configuration = StackConfiguration.of("localstack", texts(changed));
    return LocalCloudOptions.of(context -> PlatformStack.define(context, configuration), "sluice", "localstack", images);
  }
}
