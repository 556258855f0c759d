package dev.sluice.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells the version that the build wrote into the jar's manifest, and the Java that runs it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = SluiceCommand.class.getPackage().getImplementationVersion();
    return new String[] {"sluice " + (version == null ? "(not packaged)" : version), "Java " + Runtime.version()};
  }
}
