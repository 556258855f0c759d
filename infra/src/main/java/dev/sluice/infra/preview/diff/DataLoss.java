package dev.sluice.infra.preview.diff;

import dev.sluice.infra.preview.DeclaredResource;
import java.util.Optional;

/** Knows what is gone with a resource. */
final class DataLoss {
  private DataLoss() {}

  /** Says what is lost when this resource goes; empty where a new one is as good. */
  static Optional<String> of(DeclaredResource gone) {
    return switch (gone.type()) {
      case "aws:rds/instance:Instance" -> Optional.of("every run, op, event and schedule in the database" + snapshot(gone));
      case "aws:sqs/queue:Queue" -> Optional.of(gone.name().endsWith("-dead-letters")
          ? "the dead letters in the queue; their rows in PostgreSQL stay"
          : "the messages in the queue; ops that wait are published again from PostgreSQL");
      case "aws:s3/bucketV2:BucketV2" -> Optional.of("the payloads in the bucket, which runs refer to"
          + (gone.flag("forceDestroy") ? "" : "; AWS refuses while there are any"));
      case "aws:cloudwatch/logGroup:LogGroup" -> Optional.of("the logs in " + gone.text("name"));
      case "aws:secretsmanager/secret:Secret" -> Optional.of("the secret" + recovery(gone));
      case "aws:ecr/repository:Repository" -> Optional.of("the images in the repository" + images(gone));
      default -> Optional.empty();
    };
  }

  private static String snapshot(DeclaredResource database) {
    return database.flag("skipFinalSnapshot")
        ? "; no final snapshot is taken"
        : "; a final snapshot is taken: " + database.text("finalSnapshotIdentifier");
  }

  private static String recovery(DeclaredResource secret) {
    return secret.text("recoveryWindowInDays").equals("0")
        ? ", at once"
        : "; it can be restored for " + secret.text("recoveryWindowInDays") + " days";
  }

  private static String images(DeclaredResource repository) {
    return repository.flag("forceDelete") ? "" : "; AWS refuses while there are any";
  }
}
