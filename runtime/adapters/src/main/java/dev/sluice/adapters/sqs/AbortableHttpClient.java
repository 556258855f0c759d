package dev.sluice.adapters.sqs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client whose running request another thread can end. The SDK's own clients sit out a long poll however often their
 * thread is interrupted, since a platform thread's socket read does not heed interrupts. Safe for any thread.
 */
final class AbortableHttpClient implements SdkHttpClient {
  private final SdkHttpClient delegate;
  private final ThreadLocal<@Nullable Abort> current = new ThreadLocal<>();

  AbortableHttpClient(SdkHttpClient delegate) {
    this.delegate = delegate;
  }

  /** Ends the requests of one call. */
  static final class Abort {
    private @Nullable ExecutableHttpRequest running;
    private boolean aborted;

    /** Ends the request that runs, if one does, and any that would follow. */
    synchronized void abort() {
      aborted = true;
      if (running != null) {
        running.abort();
      }
    }

    private synchronized void enter(ExecutableHttpRequest request) throws InterruptedIOException {
      if (aborted) {
        throw new InterruptedIOException("aborted");
      }
      running = request;
    }

    private synchronized void leave() {
      running = null;
    }
  }

  /** Makes a call whose requests end when the abort is pulled; blocks as the call does. */
  <T> T call(Abort abort, Callable<T> call) throws Exception {
    current.set(abort);
    try {
      return call.call();
    } finally {
      current.remove();
    }
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = delegate.prepareRequest(request);
    Abort abort = current.get();
    return abort == null ? prepared : new AbortableRequest(prepared, abort);
  }

  @Override
  public void close() {
    delegate.close();
  }

  @Override
  public String clientName() {
    return delegate.clientName();
  }

  private static final class AbortableRequest implements ExecutableHttpRequest {
    private final ExecutableHttpRequest request;
    private final Abort abort;

    AbortableRequest(ExecutableHttpRequest request, Abort abort) {
      this.request = request;
      this.abort = abort;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      abort.enter(request);
      try {
        return request.call();
      } finally {
        abort.leave();
      }
    }

    @Override
    public void abort() {
      request.abort();
    }
  }
}
