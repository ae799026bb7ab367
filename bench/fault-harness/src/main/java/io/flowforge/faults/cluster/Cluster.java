package io.flowforge.faults.cluster;

import static java.util.stream.Collectors.toUnmodifiableList;

import io.flowforge.cli.embedded.issuer.IssuerOptions;
import io.flowforge.cli.embedded.issuer.IssuerUser;
import io.flowforge.cli.embedded.issuer.LocalIssuer;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.files.Directories;
import io.flowforge.faults.stub.CountingTarget;
import io.flowforge.postgres.PostgresUri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Servers on one database, and everything they talk to, with the settings of production. Servers
 * and stores are processes; the issuer and the target run in this one and never break.
 */
public final class Cluster implements AutoCloseable {

  private static final String KEY_1 = "k1:b25lIGtleSBvZiB0aGUgZmF1bHQgaGFybmVzcyAhISE=";
  private static final String KEY_2 = "k2:dHdvIGtleXMgb2YgdGhlIGZhdWx0IGhhcm5lc3MgISE=";
  private static final String KEYS = KEY_1 + "," + KEY_2;

  /** The address of the cluster; who calls it chooses one of the servers. */
  private static final String PUBLIC_URL = "https://flowforge.test";

  private static final String AUDIENCE = "https://flowforge.test/api";

  /** More than the clock of any server is behind, so that every server accepts the tokens. */
  private static final Duration TOKEN_AGE = Duration.ofHours(1);

  /**
   * How far PostgreSQL's clock is behind those of all servers. Work that is queued with the time of
   * a server's machine does not become due.
   */
  private static final Duration DATABASE_BEHIND = Duration.ofMinutes(7);

  /** The members of the organization. */
  private static final List<IssuerUser> USERS =
      Stream.concat(
              Stream.of(
                  new IssuerUser(
                      LoadOrganization.OWNER, "olga@example.com", "Olga", "auth0", "olga"),
                  new IssuerUser(LoadOrganization.ADMIN, "ada@example.com", "Ada", "auth0", "ada"),
                  new IssuerUser(
                      LoadOrganization.MEMBER, "mike@example.com", "Mike", "auth0", "mike"),
                  new IssuerUser(
                      LoadOrganization.ATTACKER, "eve@example.com", "Eve", "auth0", "eve")),
              IntStream.range(0, LoadOrganization.CLIENTS)
                  .mapToObj(
                      number ->
                          new IssuerUser(
                              LoadOrganization.client(number),
                              "client-%d@example.com".formatted(number),
                              "Client " + number,
                              "auth0",
                              "client")))
          .toList();

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Path directory;
  private final HttpClient http =
      opened(HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build());
  private final PostgresProcess postgres;
  private final DocumentStoreProcess documents;
  private final LocalIssuer issuer;
  private final CountingTarget target;
  private final Tables tables;
  private final LoadOrganization.Both organizations;
  private final List<ServerProcess> servers;

  /** Starts everything, with empty stores and a usual heap for each server. */
  public Cluster(
      Path directory,
      int serverCount,
      RandomGenerator random,
      CountingTarget.Treatments treatments,
      Function<PipelineContext, List<String>> pipelines) {
    this(directory, serverCount, Program.current(), random, treatments, pipelines);
  }

  /**
   * Starts everything, with empty stores.
   *
   * @param directory holds the data and logs of this cluster only
   * @param program seeds the stores, and runs the servers at first
   * @param treatments the target's policy
   * @param pipelines returns the pipelines of an organization, which call the target
   */
  public Cluster(
      Path directory,
      int serverCount,
      Program program,
      RandomGenerator random,
      CountingTarget.Treatments treatments,
      Function<PipelineContext, List<String>> pipelines) {
    this.directory = directory;
    try {
      Directories.delete(directory);
      Files.createDirectories(directory);
      Path programs = Path.of("target", "postgresql").toAbsolutePath();
      postgres = opened(new PostgresProcess(directory, programs, Ports.free(random)));
      DatabaseClockShift.setBack(PostgresUri.parse(postgres.uri()), DATABASE_BEHIND);
      documents = opened(new DocumentStoreProcess(directory, Ports.free(random)));
      documents.start();
      issuer = opened(issuer());
      target = opened(new CountingTarget(treatments));
      tables = new Tables(postgres.uri());
      organizations =
          LoadOrganization.seed(
              program,
              environment(),
              tables,
              directory.resolve("seed"),
              pipelines.apply(
                  new PipelineContext(
                      LoadOrganization.NAME, LoadOrganization.HANGING, target::url)));
      servers =
          IntStream.rangeClosed(1, serverCount)
              .mapToObj(number -> server("server-" + number, program, random))
              .collect(toUnmodifiableList());
      target.callBackAt(servers.stream().map(ServerProcess::url).toList());
      servers.parallelStream().forEach(ServerProcess::start);
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * The values that a pipeline's definition needs.
   *
   * @param organization the name of the organization that owns the pipeline
   * @param hanging the name of the organization whose calls hang
   * @param urlOf maps the name of a step to the URL that it calls
   */
  public record PipelineContext(
      String organization, String hanging, Function<String, String> urlOf) {}

  public List<ServerProcess> servers() {
    return servers;
  }

  public PostgresProcess postgres() {
    return postgres;
  }

  public DocumentStoreProcess documents() {
    return documents;
  }

  public CountingTarget target() {
    return target;
  }

  public Tables tables() {
    return tables;
  }

  public int orgId() {
    return organizations.load().orgId();
  }

  public List<String> pipelineIds() {
    return organizations.load().pipelineIds();
  }

  /** Returns the id of the organization whose calls hang. */
  public int hangingOrgId() {
    return organizations.hanging().orgId();
  }

  /** Returns the pipelines of the organization whose calls hang. */
  public List<String> hangingPipelineIds() {
    return organizations.hanging().pipelineIds();
  }

  /**
   * Runs a main class with the servers' settings.
   *
   * @throws IllegalStateException if its exit code is not 0
   */
  public void run(Program program, String main, String... arguments) {
    requireSuccess(main, ChildJvm.start(program, main, environment(), commandLog(), arguments));
  }

  /**
   * Runs an executable file with the servers' settings.
   *
   * @throws IllegalStateException if its exit code is not 0
   */
  public void run(Path file, String... arguments) {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(commandLog().toFile()));
    builder.environment().putAll(environment());
    try {
      requireSuccess(file.toString(), builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Wraps the keys of secrets with the first or the second of the servers' keys, and waits for the
   * end; without an effect while PostgreSQL is down.
   */
  public void rewrapSecrets(boolean isSecondFirst) {
    Map<String, String> environment = new HashMap<>(environment());
    environment.put("FLOWFORGE_SECRET_KEYS", isSecondFirst ? KEY_2 + "," + KEY_1 : KEYS);
    ChildJvm.start(
            Program.current(),
            "io.flowforge.cli.FlowforgeCommand",
            environment,
            commandLog(),
            "secret",
            "rewrap")
        .onExit()
        .join();
  }

  private void requireSuccess(String what, Process process) {
    int code = process.onExit().join().exitValue();
    if (code != 0) {
      throw new IllegalStateException(
          "%s ended with exit code %d; see %s".formatted(what, code, commandLog()));
    }
  }

  private Path commandLog() {
    return directory.resolve("commands.log");
  }

  public HttpClient http() {
    return http;
  }

  /** Returns a token of the Owner of the organization. */
  public String ownerToken() {
    return issuer.tokenFor(LoadOrganization.OWNER);
  }

  /** Returns a token of an admin of the organization. */
  public String adminToken() {
    return issuer.tokenFor(LoadOrganization.ADMIN);
  }

  /** Returns a token of a member of the organization. */
  public String memberToken() {
    return issuer.tokenFor(LoadOrganization.MEMBER);
  }

  /** Returns a token of one of many members; there are {@value LoadOrganization#CLIENTS}. */
  public String clientToken(int number) {
    return issuer.tokenFor(LoadOrganization.client(number % LoadOrganization.CLIENTS));
  }

  /** Returns a token of a member who means no good. */
  public String attackerToken() {
    return issuer.tokenFor(LoadOrganization.ATTACKER);
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
            failure == null
                ? new IllegalStateException("the cluster cannot be closed", e)
                : failure;
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

  private ServerProcess server(String name, Program program, RandomGenerator random) {
    int port = Ports.free(random);
    return opened(
        new ServerProcess(name, port, Ports.free(random), program, environment(), directory, http));
  }

  private LocalIssuer issuer() {
    return LocalIssuer.open(
        directory.resolve("issuer"),
        LoopbackPort.anyFree(),
        IssuerOptions.of(AUDIENCE, "client", "secret", USERS),
        () -> InstantSource.system().instant().minus(TOKEN_AGE));
  }

  /** The settings of all servers. Two people stand for all viewers, so they have many streams. */
  private Map<String, String> environment() {
    return Map.of(
        "POSTGRES_URI",
        postgres.uri(),
        "MONGO_URI",
        documents.uri(),
        "OIDC_ISSUER",
        issuer.issuer(),
        "OIDC_AUDIENCE",
        issuer.audience(),
        "OIDC_JWKS_URI",
        issuer.jwksUri(),
        "FLOWFORGE_HOST",
        "127.0.0.1",
        "FLOWFORGE_MAX_STREAMS_PER_CALLER",
        "1000",
        "PUBLIC_URL",
        PUBLIC_URL,
        "FLOWFORGE_SECRET_KEYS",
        KEYS,
        "ALLOW_PRIVATE_TARGETS",
        "true");
  }
}
