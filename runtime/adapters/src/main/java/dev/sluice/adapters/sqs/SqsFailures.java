package dev.sluice.adapters.sqs;

import dev.sluice.core.queue.QueueNotFoundException;
import dev.sluice.core.queue.QueueUnavailableException;
import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Says what went wrong with a call to SQS, and what to do about it. */
final class SqsFailures {
  private static final Set<String> CREDENTIALS = Set.of(
      "ExpiredToken", "ExpiredTokenException", "RequestExpired", "InvalidClientTokenId", "InvalidAccessKeyId",
      "UnrecognizedClientException", "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature",
      "MissingAuthenticationToken", "MissingAuthenticationTokenException", "InvalidSecurity", "OptInRequired");
  private static final Set<String> ACCESS = Set.of("AccessDenied", "AccessDeniedException", "AccessDeniedFault");

  private final String queue;
  private final String url;
  private final String setting;

  /**
   * Speaks for one queue.
   *
   * @param queue logical name
   * @param url its address
   * @param setting key of the setting that the address came from
   */
  SqsFailures(String queue, String url, String setting) {
    this.queue = queue;
    this.url = url;
    this.setting = setting;
  }

  /** Translates what the SDK threw while doing something, for example "send to". */
  QueueUnavailableException of(String verb, SdkException failure) {
    if (failure instanceof QueueDoesNotExistException) {
      return new QueueNotFoundException(queue, url, setting, failure);
    }
    String could = "could not " + verb + " queue \"" + queue + "\" at " + url + ": ";
    return new QueueUnavailableException(could + reason(failure), failure);
  }

  private static String reason(SdkException failure) {
    if (failure instanceof AwsServiceException service) {
      return reason(service);
    }
    if (failure instanceof ApiCallTimeoutException || failure instanceof ApiCallAttemptTimeoutException) {
      return "no answer in time; it is tried again";
    }
    if (failure instanceof AbortedException) {
      return "the calling thread was interrupted";
    }
    String message = String.valueOf(failure.getMessage());
    if (message.contains("Unable to load credentials")) {
      return "no AWS credentials found: give the task a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
    }
    return failure.getCause() instanceof IOException ? "no connection (" + message + "); it is tried again" : message;
  }

  private static String reason(AwsServiceException failure) {
    String code = failure.awsErrorDetails() == null ? "" : String.valueOf(failure.awsErrorDetails().errorCode());
    if (CREDENTIALS.contains(code)) {
      return "SQS does not accept our AWS credentials (" + code + "): they are expired or wrong; renew them or check the task's role";
    }
    if (ACCESS.contains(code)) {
      return "our AWS credentials do not allow it (" + code + "): check the policy of the task's role";
    }
    if (failure.isThrottlingException()) {
      return "SQS slows us down (" + code + "); it is tried again";
    }
    if (failure.statusCode() >= 500) {
      return "SQS failed (" + failure.statusCode() + " " + code + "); it is tried again";
    }
    return String.valueOf(failure.getMessage());
  }
}
