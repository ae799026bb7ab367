package io.flowforge.load.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.embedded.issuer.IssuerOptions;
import io.flowforge.cli.embedded.issuer.LocalIssuer;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.files.Directories;
import io.flowforge.faults.cluster.Cluster.PipelineContext;
import io.flowforge.faults.cluster.Ports;
import io.flowforge.faults.cluster.PostgresProcess;
import io.flowforge.faults.load.LoadPipelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;

/**
 * PostgreSQL, the document store, the issuer, the target of steps, and as many servers as are
 * started. Stores and servers are processes, with empty data and the settings of production.
 */
public final class Stack implements AutoCloseable {

  private static final String AUDIENCE = "https://flowforge.test/api";

  private final Random random = new Random();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Product product;
  private final Path directory;
  private final SingleCalls http = opened(new SingleCalls());
  private final PostgresProcess postgres;
  private final JavaProcess documents;
  private final int documentsPort = Ports.free(random);
  private final LocalIssuer issuer;
  private final PromptTarget target;
  private StackDatabase database;
  private final List<ServerAddress> servers = new ArrayList<>();

  /** A running server. */
  public record ServerAddress(JavaProcess process, int port) {

    public String url() {
      return "http://127.0.0.1:" + port;
    }
  }

  /**
   * Starts everything but servers.
   *
   * @param product seeds the stores, and runs the servers
   * @param directory holds the data and the logs of this stack only
   * @param postgresSettings what differs from the settings of {@code flowforge up}
   */
  public Stack(Product product, Path directory, Map<String, String> postgresSettings) {
    this.product = product;
    this.directory = directory;
    try {
      Directories.delete(directory);
      Files.createDirectories(directory);
      Path programs = Path.of("target", "postgresql").toAbsolutePath();
      postgres = opened(new PostgresProcess(directory, programs, Ports.free(random)));
      configure(postgresSettings);
      documents = opened(documents());
      issuer =
          opened(
              LocalIssuer.open(
                  directory.resolve("issuer"),
                  LoopbackPort.anyFree(),
                  IssuerOptions.of(AUDIENCE, "client", "secret", Members.all()),
                  InstantSource.system()));
      target = opened(new PromptTarget());
      seed();
      database = opened(new StackDatabase(postgres.uri()));
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void configure(Map<String, String> settings) {
    if (settings.isEmpty()) {
      return;
    }
    try (var connection = new StackDatabase(postgres.uri())) {
      settings.forEach(
          (name, value) -> connection.execute("ALTER SYSTEM SET " + name + " = '" + value + "'"));
    }
    postgres.kill();
    postgres.restart();
  }

  private JavaProcess documents() {
    return JavaProcess.start(
            List.of("-Xmx1g", "-cp", JavaProcess.classPath()),
            "io.flowforge.faults.cluster.DocumentStoreMain",
            Map.of(),
            directory.resolve("documents.log"),
            directory.resolve("documents").toString(),
            Integer.toString(documentsPort))
        .await(() -> Logs.contain(directory.resolve("documents.log"), "started at"));
  }

  private void seed() throws IOException {
    var context = new PipelineContext(Members.ORGANIZATION, "", target::url);
    Path folder = directory.resolve("seed");
    Members.writeSeed(
        folder,
        List.of(
            LoadPipelines.pipeline("steps-1", "c", context),
            LoadPipelines.pipeline("steps-2", "cc", context),
            LoadPipelines.pipeline("steps-10", "cccccccccc", context)));
    JavaProcess.start(
            product.options(),
            Product.MAIN,
            settings(),
            directory.resolve("seed.log"),
            "seed",
            "--dir",
            folder.toString())
        .awaitSuccess();
  }

  /** Starts another server, and returns when it serves. */
  public ServerAddress startServer() {
    return startServer(product.options());
  }

  /** Starts another server with other options of the JVM, and returns when it serves. */
  public ServerAddress startServer(List<String> options) {
    return startServer(options, Map.of());
  }

  /** Starts another server with more settings, and returns when it serves. */
  public ServerAddress startServer(Map<String, String> more) {
    return startServer(product.options(), more);
  }

  private ServerAddress startServer(List<String> options, Map<String, String> more) {
    int port = Ports.free(random);
    Map<String, String> environment = new HashMap<>(settings());
    environment.putAll(more);
    environment.put("FLOWFORGE_PORT", Integer.toString(port));
    environment.put("FLOWFORGE_MANAGEMENT_PORT", "0");
    Path log = directory.resolve("server-" + (servers.size() + 1) + ".log");
    JavaProcess process =
        opened(JavaProcess.start(options, Product.MAIN, environment, log, "serve"));
    var server = new ServerAddress(process, port);
    process.await(() -> http.isServing(server.url() + "/api/healthcheck"));
    servers.add(server);
    return server;
  }

  /** Starts a server that sends the bytes of files; see {@link BareServer}. */
  public ServerAddress startBareServer(Path files) {
    int port = Ports.free(random);
    JavaProcess process =
        opened(
            JavaProcess.start(
                BareServer.class,
                Map.of(),
                directory.resolve("bare.log"),
                Integer.toString(port),
                files.toString(),
                issuer.issuer(),
                issuer.audience(),
                issuer.jwksUri()));
    var server = new ServerAddress(process, port);
    try (var names = Files.list(files)) {
      String any = names.findFirst().orElseThrow().getFileName().toString();
      process.await(() -> http.isServing(server.url() + "/plain/" + any));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return server;
  }

  /** Returns the servers' settings, apart from their ports. */
  public Map<String, String> settings() {
    return Map.of(
        "POSTGRES_URI", postgres.uri(),
        "MONGO_URI", "mongodb://127.0.0.1:" + documentsPort,
        "OIDC_ISSUER", issuer.issuer(),
        "OIDC_AUDIENCE", issuer.audience(),
        "OIDC_JWKS_URI", issuer.jwksUri(),
        "FLOWFORGE_HOST", "127.0.0.1",
        "ALLOW_PRIVATE_TARGETS", "true");
  }

  /** Returns a token of a member. */
  public String token(int number) {
    return issuer.tokenFor(Members.member(number % Members.COUNT));
  }

  /** Returns a token of the admin. */
  public String adminToken() {
    return issuer.tokenFor(Members.ADMIN);
  }

  public long orgId() {
    return database.count("SELECT org_id FROM organization");
  }

  /** Returns the id of the pipeline with that many steps: 1, 2 or 10. */
  public String pipelineId(int steps) {
    JsonNode pipelines =
        http.json(
            "GET",
            servers.getFirst().url() + "/api/pipeline?org_id=" + orgId(),
            issuer.tokenFor(Members.ADMIN),
            "");
    JsonNode list = pipelines.isArray() ? pipelines : pipelines.path("data");
    return StreamSupport.stream(list.spliterator(), false)
        .filter(pipeline -> pipeline.path("pipeline_name").asText().equals("steps-" + steps))
        .map(pipeline -> pipeline.path("id").asText())
        .findFirst()
        .orElseThrow();
  }

  public SingleCalls http() {
    return http;
  }

  public StackDatabase database() {
    return database;
  }

  public PostgresProcess postgres() {
    return postgres;
  }

  public JavaProcess documentStore() {
    return documents;
  }

  public Arrivals arrivals() {
    return target.arrivals();
  }

  /** Returns the address of PostgreSQL, in libpq's form. */
  public String postgresUri() {
    return postgres.uri();
  }

  /** Opens another database, such as a copy. */
  public StackDatabase openDatabase(String name) {
    return new StackDatabase(postgresUri(name));
  }

  /** Returns the address of another database, such as a copy. */
  public String postgresUri(String name) {
    return postgres.uri().replace("/flowforge?", "/" + name + "?");
  }

  /** Copies the database, as long as no server is connected to it. */
  public void copyDatabase(String name) {
    database.close();
    try (var other = openDatabase("template1")) {
      other.execute("CREATE DATABASE " + name + " TEMPLATE flowforge");
    }
    database = opened(new StackDatabase(postgres.uri()));
  }

  /** Ends every process. The logs stay. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        System.err.println("a part of the stack cannot be closed: " + e);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }
}
