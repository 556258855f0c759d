package dev.sluice.localstack.rds;

import dev.sluice.localstack.process.StateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The database servers of one cloud. The first is started before anybody asks, while the program is still being evaluated. Safe
 * for any thread.
 */
public final class PostgresServers implements AutoCloseable {
  private final StateFolder folder;
  private final Path binaries;
  private final Executor executor;
  private final List<CompletableFuture<PostgresServer>> servers = new ArrayList<>();
  private final List<DatabaseInstance> instances = new ArrayList<>();
  private @Nullable CompletableFuture<PostgresServer> spare;
  private boolean closed;

  public PostgresServers(StateFolder folder, Path binaries, Executor executor) {
    this.folder = folder;
    this.binaries = binaries;
    this.executor = executor;
  }

  /** Starts a server for the DB instance that will come, and returns when to expect it. */
  public synchronized CompletableFuture<?> startAhead() {
    spare = launch();
    return spare.copy();
  }

  private CompletableFuture<PostgresServer> launch() {
    if (closed) {
      throw new IllegalStateException("the local cloud is closed");
    }
    String name = Integer.toString(servers.size() + 1);
    CompletableFuture<PostgresServer> server = CompletableFuture.supplyAsync(() -> {
      try {
        return PostgresServer.start(folder, name, binaries);
      } catch (IOException | SQLException e) {
        throw new CompletionException(e);
      }
    }, executor);
    servers.add(server);
    return server;
  }

  /** Returns a server that nobody else has; waits until it is up. */
  PostgresServer take() throws IOException {
    CompletableFuture<PostgresServer> server;
    synchronized (this) {
      server = spare == null ? launch() : spare;
      spare = null;
    }
    try {
      return server.join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e.getCause());
    }
  }

  synchronized void add(DatabaseInstance instance) {
    instances.add(instance);
  }

  /** Returns the DB instances created so far. */
  public synchronized List<DatabaseInstance> instances() {
    return List.copyOf(instances);
  }

  @Override
  public void close() throws IOException {
    List<CompletableFuture<PostgresServer>> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(servers);
    }
    IOException failure = null;
    for (CompletableFuture<PostgresServer> server : all) {
      try {
        server.join().close();
      } catch (CompletionException e) {
        // It never started; its start has been reported where it was asked for.
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
