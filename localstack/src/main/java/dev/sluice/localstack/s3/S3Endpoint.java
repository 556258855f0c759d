package dev.sluice.localstack.s3;

import dev.sluice.localstack.gateway.AwsError;
import dev.sluice.localstack.gateway.RestService;
import dev.sluice.localstack.s3.ObjectStore.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code PutObject}, {@code GetObject}, {@code HeadObject}, {@code DeleteObject} and {@code ListObjectsV2}, path style and in one piece.
 * What else S3 can do is refused as {@code NotImplemented}. Safe for any thread.
 */
public final class S3Endpoint implements RestService {
  /** How the scope of a signature names S3. */
  public static final String SERVICE = "s3";

  private static final Answer NO_CONTENT = new Answer(204, Map.of(), new byte[0]);
  private static final Set<String> OF_A_LISTING =
      Set.of("list-type", "prefix", "start-after", "max-keys", "continuation-token", "encoding-type");
  /** The SDKs name the operation in the query of some calls; S3 passes it over. */
  private static final String OPERATION = "x-id";

  private final ObjectStore store;

  public S3Endpoint(ObjectStore store) {
    this.store = store;
  }

  @Override
  public Answer answer(Call call) throws IOException {
    Map<String, String> query = new TreeMap<>(call.query());
    query.remove(OPERATION);
    if (call.path().equals("/")) {
      throw notImplemented(call);
    }
    int slash = call.path().indexOf('/', 1);
    String bucket = call.path().substring(1, slash < 0 ? call.path().length() : slash);
    String key = slash < 0 ? "" : call.path().substring(slash + 1);
    NavigableMap<String, StoredObject> objects = store.objects(bucket).orElseThrow(
        () -> new AwsError(404, "NoSuchBucket", "The specified bucket does not exist: " + bucket));
    if (key.isEmpty()) {
      if (call.method().equals("GET") && "2".equals(query.get("list-type")) && OF_A_LISTING.containsAll(query.keySet())) {
        return Answer.xml(Listing.of(bucket, objects, query));
      }
      throw notImplemented(call);
    }
    if (!query.isEmpty()) {
      throw notImplemented(call);
    }
    return switch (call.method()) {
      case "PUT" -> put(call, bucket, key);
      case "GET" -> new Answer(200, headers(found(objects, key)), store.content(bucket, key));
      case "HEAD" -> new Answer(200, headers(found(objects, key)), new byte[0]);
      case "DELETE" -> {
        store.delete(bucket, key);
        yield NO_CONTENT;
      }
      default -> throw notImplemented(call);
    };
  }

  private static AwsError notImplemented(Call call) {
    return new AwsError(501, "NotImplemented", call.method() + " " + call.path() + " with " + call.query().keySet()
        + " is not in the local cloud; deploy the stack to an emulator or to AWS where it is needed");
  }

  private static StoredObject found(NavigableMap<String, StoredObject> objects, String key) {
    StoredObject object = objects.get(key);
    if (object == null) {
      throw new AwsError(404, "NoSuchKey", "The specified key does not exist.");
    }
    return object;
  }

  private Answer put(Call call, String bucket, String key) throws IOException {
    for (String header : List.of("x-amz-copy-source", "if-match", "if-none-match")) {
      if (call.header(header).isPresent()) {
        throw new AwsError(501, "NotImplemented", "PutObject with " + header + " is not in the local cloud");
      }
    }
    if (call.header("x-amz-content-sha256").orElse("").startsWith("STREAMING-")) {
      throw new AwsError(501, "NotImplemented", "PutObject in chunks is not in the local cloud: give the SDK the checksum of the content, and "
          + "disable chunked encoding");
    }
    byte[] content = call.body();
    Optional<String> sha256 = call.header("x-amz-checksum-sha256");
    if (sha256.isPresent() && !Arrays.equals(Digests.of("SHA-256", content), Base64.getDecoder().decode(sha256.get()))) {
      throw new AwsError(400, "BadDigest", "The SHA256 you specified did not match the calculated checksum.");
    }
    String etag = HexFormat.of().formatHex(Digests.of("MD5", content));
    store.put(bucket, new StoredObject(key, content.length, etag, Instant.now().truncatedTo(ChronoUnit.SECONDS)), content);
    return new Answer(200, Map.of("ETag", "\"" + etag + "\""), new byte[0]);
  }

  private static Map<String, String> headers(StoredObject object) {
    return Map.of("ETag", "\"" + object.etag() + "\"", "Content-Type", "application/octet-stream", "Last-Modified",
        DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT).format(object.lastModified().atOffset(ZoneOffset.UTC)));
  }
}
