package dev.sluice.tests.endtoend;

import dev.sluice.contract.Setting;
import dev.sluice.core.payload.PayloadAddress;
import dev.sluice.localstack.LocalCloud;
import java.net.URI;
import java.time.LocalDate;
import java.util.function.Function;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A payload that was put years ago and that no row refers to. */
final class Orphan {
  private static final byte[] CONTENT = {1, 2, 3};

  private Orphan() {}

  static void leaveIn(LocalCloud cloud) {
    with(cloud, s3 -> s3.putObject(put -> put.bucket(folder(cloud).getHost()).key(key(cloud)), RequestBody.fromBytes(CONTENT)));
  }

  static boolean isIn(LocalCloud cloud) {
    return with(cloud, s3 -> !s3.listObjectsV2(list -> list.bucket(folder(cloud).getHost()).prefix(key(cloud))).contents().isEmpty());
  }

  private static <T> T with(LocalCloud cloud, Function<S3Client, T> call) {
    try (S3Client s3 = Cloud.s3(cloud)) {
      return call.apply(s3);
    }
  }

  private static URI folder(LocalCloud cloud) {
    return URI.create(String.valueOf(cloud.outputs().get(Setting.PAYLOAD_STORE.key())));
  }

  private static String key(LocalCloud cloud) {
    return folder(cloud).getPath().substring(1) + "/" + cloud.outputs().get(Setting.DATABASE_SCHEMA.key()) + "/"
        + PayloadAddress.of(LocalDate.parse("2020-01-01"), CONTENT);
  }
}
