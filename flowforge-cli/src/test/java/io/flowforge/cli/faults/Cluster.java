package io.flowforge.cli.faults;

import static java.util.stream.Collectors.toUnmodifiableList;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.cli.embedded.issuer.IssuerOptions;
import io.flowforge.cli.embedded.issuer.IssuerUser;
import io.flowforge.cli.embedded.issuer.LocalIssuer;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.testing.DatabaseTime;
import io.flowforge.testing.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Servers on one database, and everything they talk to: processes of their own, but for the issuer
 * and the target, which nobody breaks. Settings are those of production.
 */
final class Cluster implements AutoCloseable {

  static final String ADMIN = "auth0|ada";
  static final String MEMBER = "auth0|mike";

  private static final String AUDIENCE = "https://flowforge.test/api";

  /** More than the clock of any server is behind, so that tokens count on all of them. */
  private static final Duration ISSUED_BEFORE = Duration.ofHours(1);

  /**
   * How far PostgreSQL's clock is behind those of all servers: work that anybody enters under the
   * time of his machine does not come due.
   */
  private static final Duration DATABASE_BEHIND = Duration.ofMinutes(7);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Path directory;
  private final HttpClient http =
      opened(HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build());
  private final Postgres postgres;
  private final DocumentStore documents;
  private final LocalIssuer issuer;
  private final CountingTarget target;
  private final Tables tables;
  private final List<ServerProcess> servers;
  private final int orgId;
  private final List<String> pipelineIds;

  /**
   * Starts all of it, with empty stores.
   *
   * @param directory for data and logs, which are this cluster's alone
   * @param treatments how the target treats calls
   * @param pipelines makes the definitions of pipelines that call the target
   */
  Cluster(
      Path directory,
      int serverCount,
      RandomGenerator random,
      CountingTarget.Treatments treatments,
      Function<CountingTarget, List<String>> pipelines) {
    this.directory = directory;
    try {
      Folder.delete(directory);
      Files.createDirectories(directory);
      Path programs = Path.of("target", "postgresql").toAbsolutePath();
      postgres = opened(new Postgres(directory, programs, Ports.free(random)));
      DatabaseTime.setBack(PostgresUri.parse(postgres.uri()), DATABASE_BEHIND);
      documents = opened(new DocumentStore(directory, Ports.free(random)));
      documents.start();
      issuer = opened(issuer());
      target = opened(new CountingTarget(treatments));
      tables = new Tables(postgres.uri());
      try (Flowforge core =
          Flowforge.open(FlowforgeSettings.from(environment()), InstantSource.system())) {
        var world = new World(core);
        orgId = world.orgId();
        pipelineIds =
            pipelines.apply(target).stream().map(world::pipeline).map(Pipeline::id).toList();
      }
      servers =
          IntStream.rangeClosed(1, serverCount)
              .mapToObj(number -> server("server-" + number, Ports.free(random)))
              .collect(toUnmodifiableList());
      servers.parallelStream().forEach(ServerProcess::start);
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  List<ServerProcess> servers() {
    return servers;
  }

  Postgres postgres() {
    return postgres;
  }

  DocumentStore documents() {
    return documents;
  }

  CountingTarget target() {
    return target;
  }

  Tables tables() {
    return tables;
  }

  int orgId() {
    return orgId;
  }

  List<String> pipelineIds() {
    return pipelineIds;
  }

  HttpClient http() {
    return http;
  }

  String tokenOf(String userId) {
    return issuer.tokenFor(userId);
  }

  /** Ends every process. The logs stay. */
  @Override
  public void close() {
    RuntimeException failure = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        failure =
            failure == null ? new IllegalStateException("the cluster does not end", e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  private ServerProcess server(String name, int port) {
    return opened(new ServerProcess(name, port, environment(), directory, http));
  }

  private LocalIssuer issuer() {
    var users =
        List.of(
            new IssuerUser(ADMIN, "ada@example.com", "Ada", "auth0", "ada"),
            new IssuerUser(MEMBER, "mike@example.com", "Mike", "auth0", "mike"));
    return LocalIssuer.open(
        directory.resolve("issuer"),
        LoopbackPort.anyFree(),
        IssuerOptions.of(AUDIENCE, "client", "secret", users),
        () -> InstantSource.system().instant().minus(ISSUED_BEFORE));
  }

  private Map<String, String> environment() {
    return new HashMap<>(
        Map.of(
            "POSTGRES_URI", postgres.uri(),
            "MONGO_URI", documents.uri(),
            "OIDC_ISSUER", issuer.issuer(),
            "OIDC_AUDIENCE", issuer.audience(),
            "OIDC_JWKS_URI", issuer.jwksUri(),
            "FLOWFORGE_HOST", "127.0.0.1",
            "ALLOW_PRIVATE_TARGETS", "true"));
  }
}
