package dev.sluice.localstack;

import com.pulumi.Context;
import dev.sluice.localstack.engine.AwsAccount;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a local cloud is to run, and where. Immutable; the {@code with} methods return changed copies.
 *
 * @param program the Pulumi program
 * @param projectName project that the program sees
 * @param stackName stack that the program sees
 * @param imageStore folder of the unpacked images that task definitions name
 * @param stateFolder folder in which the cloud makes a folder of its own, which it deletes at the end; the temporary folder by
 *     default
 * @param cacheFolder folder that keeps the PostgreSQL binaries between starts; by default that of the user's caches
 * @param region region that the cloud plays, us-east-1 by default
 * @param gatewayPort port of the AWS gateway; 0, the default, takes a free one
 * @param leastFreeBytes free space without which the cloud does not start, 512 MiB by default
 * @param closeGrace time that tasks get between SIGTERM and SIGKILL when the cloud closes, 5 s by default; a task's own stop
 *     timeout holds where it is shorter
 * @param listener told what happens
 */
public record LocalCloudOptions(
    Consumer<Context> program,
    String projectName,
    String stackName,
    Path imageStore,
    Path stateFolder,
    Path cacheFolder,
    String region,
    int gatewayPort,
    long leastFreeBytes,
    Duration closeGrace,
    CloudListener listener) {
  private static final long DEFAULT_LEAST_FREE_BYTES = 512L * 1024 * 1024;

  public LocalCloudOptions {
    if (projectName.isBlank() || stackName.isBlank()) {
      throw new IllegalArgumentException("projectName and stackName must not be blank");
    }
    if (gatewayPort < 0 || gatewayPort > 65_535) {
      throw new IllegalArgumentException("gatewayPort must be 0 to 65535, got " + gatewayPort);
    }
    if (closeGrace.isNegative()) {
      throw new IllegalArgumentException("closeGrace must not be negative, got " + closeGrace);
    }
    stateFolder = stateFolder.toAbsolutePath();
    cacheFolder = cacheFolder.toAbsolutePath();
  }

  /** Returns the options with every default. */
  public static LocalCloudOptions of(Consumer<Context> program, String projectName, String stackName, Path imageStore) {
    return new LocalCloudOptions(program, projectName, stackName, imageStore, Path.of(System.getProperty("java.io.tmpdir")),
        defaultCache(), "us-east-1", 0, DEFAULT_LEAST_FREE_BYTES, Duration.ofSeconds(5), CloudListener.NONE);
  }

  private static Path defaultCache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).filter(home -> !home.isBlank()).map(Path::of)
        .orElse(Path.of(System.getProperty("user.home"), ".cache")).resolve("sluice").resolve("postgres");
  }

  AwsAccount account() {
    return new AwsAccount(AwsAccount.LOCAL_ID, region);
  }

  public LocalCloudOptions withStateFolder(Path folder) {
    return new LocalCloudOptions(program, projectName, stackName, imageStore, folder, cacheFolder, region, gatewayPort,
        leastFreeBytes, closeGrace, listener);
  }

  public LocalCloudOptions withRegion(String name) {
    return new LocalCloudOptions(program, projectName, stackName, imageStore, stateFolder, cacheFolder, name, gatewayPort,
        leastFreeBytes, closeGrace, listener);
  }

  public LocalCloudOptions withGatewayPort(int port) {
    return new LocalCloudOptions(program, projectName, stackName, imageStore, stateFolder, cacheFolder, region, port,
        leastFreeBytes, closeGrace, listener);
  }

  public LocalCloudOptions withLeastFreeBytes(long bytes) {
    return new LocalCloudOptions(program, projectName, stackName, imageStore, stateFolder, cacheFolder, region, gatewayPort,
        bytes, closeGrace, listener);
  }

  public LocalCloudOptions withListener(CloudListener told) {
    return new LocalCloudOptions(program, projectName, stackName, imageStore, stateFolder, cacheFolder, region, gatewayPort,
        leastFreeBytes, closeGrace, told);
  }
}
