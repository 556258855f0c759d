package dev.sluice.tests.conformance.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapters.s3.S3PayloadStore;
import dev.sluice.contract.UnusableSettingsException;
import dev.sluice.core.payload.PayloadAddress;
import dev.sluice.core.payload.PayloadStore;
import dev.sluice.core.payload.PayloadStoreUnavailableException;
import dev.sluice.localstack.gateway.Gateway;
import dev.sluice.localstack.s3.ObjectStore;
import dev.sluice.localstack.s3.S3Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class S3PayloadStoreTest extends PayloadStoreConformance {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  @TempDir private static Path folder;
  private static ObjectStore objects;
  private static Gateway gateway;

  private final String bucket = "payloads-" + NUMBER.incrementAndGet();
  private final S3PayloadStore store = open("s3://" + bucket + "/stack", "sluice");
  private final S3Client client = clientBuilder()
      .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
      .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
      .build();

  @BeforeAll
  static void startServer() throws IOException {
    objects = new ObjectStore(folder);
    gateway = Gateway.start(0);
    gateway.serveSigned(S3Endpoint.SERVICE, new S3Endpoint(objects));
  }

  @AfterAll
  static void stopServer() {
    gateway.close();
  }

  S3PayloadStoreTest() {
    objects.create(bucket);
  }

  @AfterEach
  void closeClients() {
    store.close();
    client.close();
  }

  private S3PayloadStore open(String address, String schema) {
    return S3PayloadStore.open(address, schema, clock, S3PayloadStoreTest::clientBuilder);
  }

  private static S3ClientBuilder clientBuilder() {
    return S3Client.builder().endpointOverride(gateway.endpoint()).region(Region.US_EAST_1).forcePathStyle(true)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
  }

  @Override
  PayloadStore store() {
    return store;
  }

  @Test
  void keysAreThePrefixTheSchemaAndTheAddress() {
    PayloadAddress address = store.put(new byte[] {1, 2, 3});
    assertThat(client.listObjectsV2(list -> list.bucket(bucket)).contents())
        .singleElement().satisfies(object -> {
          assertThat(object.key()).isEqualTo("stack/sluice/" + address);
          assertThat(object.size()).isEqualTo(3);
        });
  }

  @Test
  void installationsThatShareABucketDoNotSeeEachOther() {
    PayloadAddress address = store.put(new byte[] {1, 2, 3});
    try (S3PayloadStore otherSchema = open("s3://" + bucket + "/stack/", "other");
        S3PayloadStore otherPrefix = open("s3://" + bucket, "sluice")) {
      assertThat(otherSchema.get(address)).isEmpty();
      assertThat(otherSchema.putBefore(TODAY.plusDays(9), null, PLENTY)).isEmpty();
      assertThat(otherPrefix.putBefore(TODAY.plusDays(9), null, PLENTY)).isEmpty();
    }
  }

  @Test
  void whatIsNotOursIsPassedOverAndLeftAlone() {
    client.putObject(put -> put.bucket(bucket).key("stack/sluice/2026-11-20/readme.txt"), RequestBody.fromString("hello"));
    client.putObject(put -> put.bucket(bucket).key("stack/sluice/zzz"), RequestBody.fromString("hello"));
    PayloadAddress address = store.put(new byte[] {1});
    assertThat(store.putBefore(TODAY.plusDays(1), null, PLENTY)).containsExactly(address);
  }

  @Test
  void aMissingBucketIsTroubleAndNotAMissingPayload() {
    try (S3PayloadStore nowhere = open("s3://nowhere", "sluice")) {
      assertThatThrownBy(() -> nowhere.put(new byte[] {1}))
          .isInstanceOf(PayloadStoreUnavailableException.class).hasMessageContainingAll("s3://nowhere/", "bucket does not exist");
      assertThatThrownBy(() -> nowhere.get(PayloadAddress.of(TODAY, new byte[] {1}))).isInstanceOf(PayloadStoreUnavailableException.class);
    }
  }

  @Test
  void anUnusableAddressNamesItsSetting() {
    for (String wrong : new String[] {"bucket", "s3://", "s3://UPPER", "https://bucket/prefix", "s3://bucket/pre fix"}) {
      assertThatThrownBy(() -> open(wrong, "sluice"))
          .isInstanceOf(UnusableSettingsException.class).hasMessageContainingAll("SLUICE_PAYLOAD_STORE", "s3://BUCKET/PREFIX");
    }
  }

  @Test
  void whatTheLocalCloudLacksIsRefusedAsS3Would() {
    assertThatThrownBy(() -> client.listBuckets()).isInstanceOf(S3Exception.class).hasMessageContaining("not in the local cloud");
    assertThatThrownBy(() -> client.getBucketVersioning(get -> get.bucket(bucket)))
        .isInstanceOf(S3Exception.class).hasMessageContaining("not in the local cloud");
    try (S3Client inChunks = clientBuilder().build()) {
      assertThatThrownBy(() -> inChunks.putObject(put -> put.bucket(bucket).key("key"), RequestBody.fromString("hello")))
          .isInstanceOf(S3Exception.class).hasMessageContaining("disable chunked encoding");
    }
    assertThatThrownBy(() -> client.headObject(head -> head.bucket(bucket).key("none"))).isInstanceOf(S3Exception.class);
  }
}
