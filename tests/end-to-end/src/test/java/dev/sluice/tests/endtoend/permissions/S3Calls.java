package dev.sluice.tests.endtoend.permissions;

import com.sun.net.httpserver.HttpExchange;

/** Reads calls to S3, whose operations are methods and paths: {@code /BUCKET/FIRST FOLDER/...}. */
final class S3Calls {
  private S3Calls() {}

  /** Tells it by what the call was signed for. */
  static boolean isOne(HttpExchange exchange) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    return authorization != null && authorization.contains("/s3/aws4_request");
  }

  static AwsCall read(String role, HttpExchange exchange) {
    String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    boolean isObject = path.length > 1;
    String operation = switch (exchange.getRequestMethod()) {
      case "PUT" -> isObject ? "S3.PutObject" : "S3.CreateBucket";
      case "GET" -> isObject ? "S3.GetObject" : query.contains("list-type=2") ? "S3.ListObjectsV2" : "S3.GET bucket?" + query;
      case "DELETE" -> isObject ? "S3.DeleteObject" : "S3.DeleteBucket";
      default -> "S3." + exchange.getRequestMethod();
    };
    return new AwsCall(role, operation, isObject ? path[0] + "/" + path[1] + "/*" : path[0]);
  }
}
