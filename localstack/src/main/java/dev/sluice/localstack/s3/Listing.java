package dev.sluice.localstack.s3;

import dev.sluice.localstack.gateway.AwsError;
import dev.sluice.localstack.s3.ObjectStore.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** The answer to {@code ListObjectsV2}: keys of a prefix in order, from where a page begins. */
final class Listing {
  private static final int LONGEST = 1_000;

  private Listing() {}

  static String of(String bucket, NavigableMap<String, StoredObject> objects, Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    int limit = Math.min(LONGEST, limit(query.getOrDefault("max-keys", Integer.toString(LONGEST))));
    String token = query.get("continuation-token");
    String after = token == null ? query.getOrDefault("start-after", "") : decode(token);
    List<StoredObject> found = objects.tailMap(after, false).values().stream()
        .filter(object -> object.key().startsWith(prefix)).limit(limit + 1L).toList();
    boolean isTruncated = found.size() > limit;
    List<StoredObject> page = isTruncated ? found.subList(0, limit) : found;
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        .append("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    element(xml, "Name", bucket);
    element(xml, "Prefix", prefix);
    element(xml, "KeyCount", Integer.toString(page.size()));
    element(xml, "MaxKeys", Integer.toString(limit));
    element(xml, "IsTruncated", Boolean.toString(isTruncated));
    if (isTruncated && !page.isEmpty()) {
      element(xml, "NextContinuationToken", encode(page.get(page.size() - 1).key()));
    }
    for (StoredObject object : page) {
      xml.append("<Contents>");
      element(xml, "Key", object.key());
      element(xml, "LastModified", object.lastModified().toString());
      element(xml, "ETag", "\"" + object.etag() + "\"");
      element(xml, "Size", Long.toString(object.size()));
      element(xml, "StorageClass", "STANDARD");
      xml.append("</Contents>");
    }
    return xml.append("</ListBucketResult>").toString();
  }

  private static int limit(String text) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      throw new AwsError(400, "InvalidArgument", "max-keys is not a number: " + text);
    }
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new AwsError(400, "InvalidArgument", "The continuation token provided is incorrect");
    }
  }

  private static void element(StringBuilder xml, String name, String text) {
    xml.append('<').append(name).append('>')
        .append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;"))
        .append("</").append(name).append('>');
  }
}
