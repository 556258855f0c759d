package dev.sluice.adapters.s3;

import dev.sluice.contract.Setting;
import dev.sluice.contract.Settings;
import dev.sluice.core.payload.PayloadAddress;
import dev.sluice.core.payload.PayloadStore;
import dev.sluice.core.payload.PayloadStoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Payloads as objects of a bucket. Region, credentials and endpoint are found where every AWS program looks for them:
 * {@code AWS_REGION}, the task's role or {@code AWS_ACCESS_KEY_ID}, and {@code AWS_ENDPOINT_URL_S3} or {@code AWS_ENDPOINT_URL}.
 * Opening makes no client and no call. Safe for any thread.
 */
public final class S3PayloadStore implements PayloadStore, AutoCloseable {
  /** What the setting says where there is no such store. */
  private static final String NONE = "none";
  private static final int MAX_CONNECTIONS = 16;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(15);
  /** Sixty-four megabytes at two megabytes a second. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(32);
  /** Far below the grace of the collection, which a put must not outlast. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(90);

  private final BucketFolder folder;
  private final InstantSource clock;
  private final Supplier<S3Client> open;
  private @Nullable S3Client client;

  private S3PayloadStore(BucketFolder folder, InstantSource clock, Supplier<S3Client> open) {
    this.folder = folder;
    this.clock = clock;
    this.open = open;
  }

  /** Opens the store that a service's settings name; empty if they name none. */
  public static Optional<S3PayloadStore> open(Settings settings, InstantSource clock) {
    String address = settings.text(Setting.PAYLOAD_STORE);
    return address.equals(NONE) ? Optional.empty() : Optional.of(open(address, settings.text(Setting.DATABASE_SCHEMA), clock,
        () -> S3Client.builder().forcePathStyle(hasOwnEndpoint(System.getenv()))));
  }

  /**
   * Opens a store, for programs that have no settings.
   *
   * @param address {@code s3://BUCKET/PREFIX}
   * @param schema of the installation's tables: installations that share a bucket and a prefix differ by it
   * @param clock says which day it is
   * @param builder says where and as whom; its HTTP client and timeouts are replaced
   */
  public static S3PayloadStore open(String address, String schema, InstantSource clock, Supplier<S3ClientBuilder> builder) {
    return new S3PayloadStore(BucketFolder.parse(address, schema), clock, () -> client(builder.get()));
  }

  /** Addresses of AWS have a name for each bucket; an endpoint that somebody gave is taken as it is. */
  static boolean hasOwnEndpoint(Map<String, String> environment) {
    return !environment.getOrDefault("AWS_ENDPOINT_URL_S3", environment.getOrDefault("AWS_ENDPOINT_URL", "")).isEmpty();
  }

  private static S3Client client(S3ClientBuilder builder) {
    return builder
        .httpClientBuilder(Apache5HttpClient.builder()
            .maxConnections(MAX_CONNECTIONS)
            .connectionTimeout(CONNECT_TIMEOUT)
            .socketTimeout(SOCKET_TIMEOUT)
            .tcpKeepAlive(true))
        // The digest of the whole content goes with a put, so that its pieces need none.
        .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
        .overrideConfiguration(override -> override.apiCallTimeout(CALL_TIMEOUT).apiCallAttemptTimeout(ATTEMPT_TIMEOUT))
        .build();
  }

  @Override
  public PayloadAddress put(byte[] content) {
    PayloadAddress address = PayloadAddress.of(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), content);
    String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(address.sha256()));
    return call("put " + address + " to", s3 -> {
      // S3 compares the digest with what arrives, and refuses the object if they differ.
      s3.putObject(put -> put.bucket(folder.bucket()).key(folder.keyOf(address)).contentType("application/json").checksumSHA256(digest),
          RequestBody.fromBytes(content));
      return address;
    });
  }

  @Override
  public Optional<byte[]> get(PayloadAddress address) {
    return call("get " + address + " from", s3 -> {
      try {
        return Optional.of(s3.getObjectAsBytes(get -> get.bucket(folder.bucket()).key(folder.keyOf(address))).asByteArrayUnsafe());
      } catch (NoSuchKeyException e) {
        return Optional.empty();
      }
    });
  }

  @Override
  public void delete(Collection<PayloadAddress> addresses) {
    for (PayloadAddress address : addresses) {
      call("delete " + address + " from",
          s3 -> s3.deleteObject(delete -> delete.bucket(folder.bucket()).key(folder.keyOf(address))));
    }
  }

  /** Keys are listed in the order of their bytes, and so by day. What is not ours is passed over. */
  @Override
  public List<PayloadAddress> putBefore(LocalDate day, @Nullable PayloadAddress after, int limit) {
    ListObjectsV2Request.Builder list = ListObjectsV2Request.builder().bucket(folder.bucket()).prefix(folder.prefix());
    if (after != null) {
      list.startAfter(folder.keyOf(after));
    }
    return call("list", s3 -> s3.listObjectsV2Paginator(list.build()).contents().stream()
        .map(S3Object::key)
        .map(folder::addressOf)
        .flatMap(Optional::stream)
        .takeWhile(address -> address.day().isBefore(day))
        .limit(limit)
        .toList());
  }

  private <T> T call(String verb, Function<S3Client, T> call) {
    try {
      return call.apply(client());
    } catch (SdkException e) {
      throw new PayloadStoreUnavailableException("could not " + verb + " the payload store " + folder + ": " + e.getMessage(), e);
    }
  }

  private synchronized S3Client client() {
    S3Client opened = client;
    if (opened == null) {
      opened = open.get();
      client = opened;
    }
    return opened;
  }

  /** Closes the connections, if there are any. Doing it twice does no harm. */
  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
