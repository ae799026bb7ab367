package io.flowforge.cli.embedded;

import io.flowforge.cli.embedded.issuer.LocalIssuer;
import io.flowforge.cli.embedded.mongo.LocalMongo;
import io.flowforge.cli.embedded.postgres.LocalPostgres;
import io.flowforge.cli.files.Directories;
import io.flowforge.cli.files.DirectoryLock;
import io.flowforge.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Everything that the Flowforge server talks to, on this machine. It registers no shutdown hook, so
 * the caller must close it, after the server. Several threads may close it.
 */
public final class LocalStack implements AutoCloseable {

  private final Closer parts;
  private final LocalPostgres postgres;
  private final LocalMongo mongo;
  private final LocalIssuer issuer;
  private final StartTimes times;

  private LocalStack(
      Closer parts,
      LocalPostgres postgres,
      LocalMongo mongo,
      LocalIssuer issuer,
      StartTimes times) {
    this.parts = parts;
    this.postgres = postgres;
    this.mongo = mongo;
    this.issuer = issuer;
    this.times = times;
  }

  /**
   * Starts all parts at the same time and waits for them. If one fails, all others are closed.
   *
   * @param clock the time source of the issuer's tokens
   * @throws io.flowforge.error.ConflictException if the folder or a port is in use
   * @throws UnavailableException if a part does not start
   */
  public static LocalStack start(LocalStackOptions options, InstantSource clock) {
    var parts = new Closer();
    try {
      parts.add(DirectoryLock.acquire(options.directory())::close);
      return started(options, clock, parts);
    } catch (RuntimeException e) {
      throw parts.closeAfter(causeOf(e));
    }
  }

  /** Returns the address of PostgreSQL in libpq's form. */
  public String postgresUri() {
    return postgres.uri();
  }

  /** Returns the connection string of the document store. */
  public String mongoUri() {
    return mongo.uri();
  }

  public LocalIssuer issuer() {
    return issuer;
  }

  public StartTimes startTimes() {
    return times;
  }

  @Override
  public void close() {
    parts.close();
  }

  private static LocalStack started(LocalStackOptions options, InstantSource clock, Closer parts) {
    long begin = System.nanoTime();
    // Checked before anything starts, to fail at once.
    options.ports().requireFree(Files.exists(options.postgresDirectory()));
    if (options.throwaway()) {
      discard(options.mongoDirectory());
      discard(options.issuerDirectory());
      parts.add(() -> discardAll(options));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Timed<LocalPostgres>> postgres =
          begin(threads, parts, LocalPostgres::close, () -> postgres(options));
      CompletableFuture<Timed<LocalMongo>> mongo =
          begin(
              threads,
              parts,
              LocalMongo::close,
              () -> LocalMongo.open(options.mongoDirectory(), options.ports().mongo()));
      CompletableFuture<Timed<LocalIssuer>> issuer =
          begin(
              threads,
              parts,
              LocalIssuer::close,
              () ->
                  LocalIssuer.open(
                      options.issuerDirectory(),
                      options.ports().issuer(),
                      options.issuer(),
                      clock));
      // Waits for all, even if one fails, so that none starts after the others were closed.
      CompletableFuture.allOf(postgres, mongo, issuer).join();
      return new LocalStack(
          parts,
          postgres.join().value(),
          mongo.join().value(),
          issuer.join().value(),
          new StartTimes(
              postgres.join().took(),
              mongo.join().took(),
              issuer.join().took(),
              Duration.ofNanos(System.nanoTime() - begin)));
    }
  }

  private static <T> CompletableFuture<Timed<T>> begin(
      ExecutorService threads, Closer parts, Consumer<T> close, Supplier<T> opener) {
    return CompletableFuture.supplyAsync(
        () -> {
          Timed<T> part = Timed.of(opener);
          parts.add(() -> close.accept(part.value()));
          return part;
        },
        threads);
  }

  private static LocalPostgres postgres(LocalStackOptions options) {
    return LocalPostgres.open(
        options.postgresDirectory(),
        options.programs(),
        options.ports().postgres(),
        options.throwaway());
  }

  private static RuntimeException causeOf(RuntimeException failure) {
    return failure instanceof CompletionException
            && failure.getCause() instanceof RuntimeException e
        ? e
        : failure;
  }

  private static void discardAll(LocalStackOptions options) {
    discard(options.postgresDirectory());
    discard(options.mongoDirectory());
    discard(options.issuerDirectory());
  }

  private static void discard(Path directory) {
    try {
      Directories.delete(directory);
    } catch (IOException e) {
      throw new UnavailableException("cannot delete " + directory + ": " + e, e);
    }
  }
}
