package dev.sluice.tests.emulator;

import java.nio.file.Path;

/** This checkout, as a module's tests see it. */
final class Checkout {
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  static final Path IMAGES = ROOT.resolve("images/target/images");
  static final Path PROGRAM = ROOT.resolve("infra/target/infra.jar");
  /** Where {@code tests/emulator/install} puts the tools that it brings. */
  static final Path TOOLS = ROOT.resolve(".sluice/tools");

  private Checkout() {}
}
