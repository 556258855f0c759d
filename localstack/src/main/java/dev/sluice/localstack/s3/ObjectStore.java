package dev.sluice.localstack.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The buckets of one cloud and what is in them. Contents are files, so that they do not fill the memory. Safe for any thread. */
public final class ObjectStore {
  /**
   * An object as a listing shows it.
   *
   * @param size in bytes
   * @param etag hexadecimal MD5 of its content
   */
  record StoredObject(String key, long size, String etag, Instant lastModified) {}

  private final Path folder;
  private final Map<String, NavigableMap<String, StoredObject>> buckets = new ConcurrentHashMap<>();

  /** @param folder for the contents; made with the first of them */
  public ObjectStore(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes an empty bucket.
   *
   * @throws IllegalArgumentException if there is one of this name
   */
  public void create(String bucket) {
    if (buckets.putIfAbsent(bucket, new ConcurrentSkipListMap<>()) != null) {
      throw new IllegalArgumentException("bucket " + bucket + " is there already");
    }
  }

  /** Returns what is in a bucket, by key; empty if there is no such bucket. */
  Optional<NavigableMap<String, StoredObject>> objects(String bucket) {
    return Optional.ofNullable(buckets.get(bucket));
  }

  /** Keeps an object of a bucket that is there. An object is whole or not there at all, as S3's are. */
  void put(String bucket, StoredObject object, byte[] content) throws IOException {
    Path file = file(bucket, object.key());
    Files.createDirectories(file.getParent());
    Path arriving = Files.createTempFile(file.getParent(), "arriving", "");
    Files.write(arriving, content);
    Files.move(arriving, file, StandardCopyOption.ATOMIC_MOVE);
    objects(bucket).orElseThrow().put(object.key(), object);
  }

  byte[] content(String bucket, String key) throws IOException {
    return Files.readAllBytes(file(bucket, key));
  }

  void delete(String bucket, String key) throws IOException {
    if (objects(bucket).orElseThrow().remove(key) != null) {
      Files.deleteIfExists(file(bucket, key));
    }
  }

  /** Keys may hold anything, and be longer than a file's name. */
  private Path file(String bucket, String key) {
    return folder.resolve(bucket).resolve(HexFormat.of().formatHex(Digests.of("SHA-256", key.getBytes(StandardCharsets.UTF_8))));
  }
}
