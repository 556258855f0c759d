package dev.sluice.localstack.program;

import com.pulumi.Context;
import com.pulumi.aws.dynamodb.Table;
import dev.sluice.localstack.LocalCloud;
import dev.sluice.localstack.LocalCloudOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A program that starts a cloud, says what it has started, and waits to be ended: {@code state-folder image-store [failing]}. */
public final class CloudInAChild {
  private CloudInAChild() {}

  public static void main(String[] arguments) throws Exception {
    boolean failing = arguments.length > 2;
    LocalCloudOptions options = LocalCloudOptions
        .of(failing ? CloudInAChild::failing : SmallStack::run, "child", "local", Path.of(arguments[1]))
        .withStateFolder(Path.of(arguments[0]));
    LocalCloud cloud = LocalCloud.start(options);
    cloud.awaitHealthy(Duration.ofSeconds(60));
    System.out.println("PORT " + cloud.endpoint().getPort());
    System.out.println("PORT " + cloud.sqsEndpoint().getPort());
    System.out.println("PORT " + cloud.database().url().replaceAll(".*:(\\d+)/.*", "$1"));
    cloud.tasks().forEach(task -> System.out.println("PORT " + task.port()));
    System.out.println("UP");
    new CompletableFuture<Void>().join();
  }

  /** Everything is created, and then something that the local cloud does not have. */
  public static void failing(Context context) {
    SmallStack.run(context);
    new Table("not-there");
  }
}
