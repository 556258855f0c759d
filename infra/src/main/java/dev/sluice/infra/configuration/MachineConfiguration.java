package dev.sluice.infra.configuration;

/**
 * The machines under launch type EC2.
 *
 * @param managed whether the stack makes them
 * @param type EC2 instance type
 * @param min fewest machines
 * @param max most machines
 */
public record MachineConfiguration(boolean managed, String type, int min, int max) {
  static MachineConfiguration read(ConfigurationText text, Architecture architecture) {
    String type = text.text(ConfigurationKey.MACHINE_TYPE);
    return new MachineConfiguration(
        text.text(ConfigurationKey.MACHINES).equals("new"),
        type.isEmpty() ? architecture.machineType() : type,
        text.integer(ConfigurationKey.MIN_MACHINES),
        text.integer(ConfigurationKey.MAX_MACHINES));
  }
}
