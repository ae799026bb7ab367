package io.flowforge.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.cli.RunResult;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.testing.SealKeys;
import io.flowforge.testing.TestStores;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {

  private final TestStores stores = new TestStores();
  private final Map<String, String> responses = new ConcurrentHashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private HttpServer web;
  private String url;

  @BeforeEach
  void open() throws Exception {
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          String body = responses.get(exchange.getRequestURI().getPath());
          byte[] bytes = (body == null ? "{}" : body).getBytes(UTF_8);
          exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    web.start();
    url = "http://127.0.0.1:" + web.getAddress().getPort();
    responses.put(
        "/.well-known/openid-configuration",
        "{\"issuer\": \"%s/\", \"jwks_uri\": \"%s/keys\"}".formatted(url, url));
    responses.put(
        "/keys",
        new JWKSet(new RSAKeyGenerator(2048).keyID("k").generate().toPublicJWK()).toString());
    responses.put("/oauth/token", "{\"access_token\": \"t\", \"scope\": \"read:users x\"}");
    environment.putAll(stores.environment());
    environment.put("OIDC_ISSUER", url + "/");
    environment.put("OIDC_AUDIENCE", "flowforge");
    environment.put("MANAGEMENT_API_URL", url);
    environment.put("MANAGEMENT_API_CLIENT", "c");
    environment.put("MANAGEMENT_API_SECRET", "hush");
  }

  @AfterEach
  void close() {
    web.stop(0);
    stores.close();
  }

  @Test
  void aHealthyInstallationHasNoProblem() throws Exception {
    migrate();

    RunResult result = doctor("-o", "json");

    assertThat(result.out()).doesNotContain("\"problem\"").doesNotContain("hush");
    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(new ObjectMapper().readTree(result.out()).findValuesAsText("check"))
        .containsExactly(
            "settings",
            "postgres",
            "migrations",
            "organizations",
            "secrets",
            "request-counts",
            "mongo",
            "issuer",
            "keys",
            "userinfo",
            "clock",
            "management-api",
            "console");
    assertThat(result.err()).isEqualTo("No problems.\n");
  }

  @Test
  void everyProblemIsReportedAtOnceWithItsCure() throws Exception {
    migrate();
    sql(
        "INSERT INTO \"user\" (user_id, name, email, identity_provider, created_on) VALUES ('u|1', 'U', 'u@x', 'u', now())");
    sql("INSERT INTO organization (name, owner, created_on) VALUES ('Lost', 'u|1', now())");
    sql(
        "UPDATE databasechangelog SET filename = 'db/changes/999-newer.sql' WHERE filename LIKE '%001-user.sql'");
    responses.put("/.well-known/openid-configuration", "{\"issuer\": \"http://other/\"}");
    responses.put("/oauth/token", "{\"access_token\": \"t\", \"scope\": \"x\"}");
    environment.put("LOG_BODY_BYTES", "many");

    RunResult result = doctor();

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.out())
        .contains("LOG_BODY_BYTES must be")
        .contains("999-newer.sql")
        .contains("'Lost' (1) has no Owner", "-> flowforge org owner 1 USER --direct")
        .contains("it calls itself 'http://other/'")
        .contains("the discovery document has no jwks_uri")
        .contains("lacks the scope read:users")
        .doesNotContain("hush");
  }

  @Test
  void keysThatDoNotFitTheDatabaseAreReported() {
    environment.put("FLOWFORGE_SECRET_KEYS", SealKeys.setting("k1"));
    migrate();
    assertThat(doctor().out()).contains("FLOWFORGE_SECRET_KEYS opens what the database holds");

    environment.put("FLOWFORGE_SECRET_KEYS", SealKeys.setting("k2"));
    assertThat(doctor().out())
        .contains(
            "its canary of the key 'k1' is sealed with the key 'k1', and this server has only 'k2'");
    environment.remove("FLOWFORGE_SECRET_KEYS");
    assertThat(doctor().exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void wrongNumbersOfRequestsHaveACure() {
    migrate();
    sql(
        "INSERT INTO request_run (request_id, org_id, status, current_step, seq, status_seq, created_at, updated_at, user_id, created_on) SELECT 'r' || i, 1, 'Completed', 's', 1, 1, now(), now(), 'u' || i % 2, now() FROM generate_series(1, 5) i");
    assertThat(doctor().out()).contains("the numbers of requests in lists are right");
    sql("DELETE FROM request_count_change WHERE user_id = 'u1'");
    sql("INSERT INTO request_count VALUES (1, TRUE, '', 'Failed', 7)");

    assertThat(doctor().out())
        .contains("request-counts", "2 numbers", "-> flowforge repair --counts");

    assertThat(repair("--counts", "--dry-run").out())
        .isEqualTo("2 numbers of requests are wrong.\n");
    assertThat(repair("--counts").out()).isEqualTo("2 numbers of requests were wrong.\n");
    assertThat(repair("--counts").out()).isEqualTo("0 numbers of requests are wrong.\n");
    assertThat(doctor().out()).contains("the numbers of requests in lists are right");
  }

  @Test
  void migrationsArePendingAndStayPending() {
    RunResult first = doctor();
    RunResult second = doctor();

    assertThat(first.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(first.out()).contains("pending: 001-user.sql").contains("there is no schema yet");
    assertThat(second.out()).isEqualTo(first.out());
  }

  @Test
  void settingsAloneHaveTheirOwnExitCode() {
    migrate();
    environment.put("LOG_BODY_BYTES", "many");

    RunResult result = doctor();

    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.out()).contains("LOG_BODY_BYTES").contains("writable");
  }

  /** One host refuses connections, the other accepts and never responds. */
  @Test
  void deadHostsDelayNobody() throws Exception {
    migrate();
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String dead = "127.0.0.1:" + silent.getLocalPort();
      environment.put("MONGO_URI", "mongodb://" + dead + "/?serverSelectionTimeoutMS=600000");
      environment.put("OIDC_ISSUER", "http://" + dead + "/");
      Instant begin = InstantSource.system().instant();

      RunResult result = doctor();

      assertThat(InstantSource.system().instant()).isBefore(begin.plusSeconds(60));
      assertThat(result.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(result.out())
          .contains("problem  mongo            no result within")
          .contains("problem  issuer           no response from")
          .contains("ok       postgres");
    }
  }

  @Test
  void itSaysWhoTellsTheServerAboutNewPeople() throws Exception {
    migrate();
    environment.keySet().removeIf(name -> name.startsWith("MANAGEMENT_API_"));
    assertThat(RunResult.of(environment, Path.of(""), "doctor").out())
        .contains("skipped  userinfo", "skipped  management-api")
        .contains("verified e-mail address in their access tokens");

    responses.put(
        "/.well-known/openid-configuration",
        "{\"issuer\": \"%1$s/\", \"jwks_uri\": \"%1$s/keys\", \"userinfo_endpoint\": \"%1$s/me\"}"
            .formatted(url));
    assertThat(RunResult.of(environment, Path.of(""), "doctor").out())
        .contains("ok       userinfo", url + "/me");
  }

  @Test
  void itSaysWhetherPeopleCanSignInAtTheConsole() {
    migrate();
    RunResult without = doctor();
    assertThat(without.out()).contains("skipped  console", "set OIDC_CONSOLE_CLIENT_ID");
    assertThat(without.exitCode()).isEqualTo(ExitCode.OK);

    environment.put("OIDC_CONSOLE_CLIENT_ID", "console-1");
    assertThat(doctor().out()).contains("ok       console");
    environment.put("CONSOLE", "false");
    assertThat(doctor().out()).contains("skipped  console", "turned off by CONSOLE=false");
  }

  @Test
  void withoutSettingsItSaysWhatToSet() {
    RunResult result = RunResult.of(Map.of(), Path.of(""), "doctor");

    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.out())
        .contains("POSTGRES_URI is not set", "MONGO_URI is not set", "AUTH0_DOMAIN is not set")
        .contains("skipped  postgres");
  }

  @Test
  void aServerIsCheckedFromOutside() {
    responses.put("/api/healthcheck", "\"Server working!\"");
    responses.put("/api/login", "{}");
    responses.put(
        "/.well-known/flowforge",
        "{\"issuer\": \"%s/\", \"cli_client_id\": \"cli\", \"version\": \"1\"}".formatted(url));

    RunResult result =
        RunResult.of(Map.of("FLOWFORGE_TOKEN", "t"), Path.of(""), "doctor", "--server", url);

    assertThat(result.out())
        .doesNotContain("problem ")
        .contains("ok       server", "ok       sign-in", "ok       keys", "ok       token")
        .contains("skipped  management-port")
        .contains("skipped  console", "not passed on by the proxy");
    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    responses.put("/sign-in", "<!doctype html>");
    assertThat(RunResult.of(Map.of(), Path.of(""), "doctor", "--server", url).out())
        .contains("skipped  console", "set OIDC_CONSOLE_CLIENT_ID");
    responses.put(
        "/.well-known/flowforge",
        "{\"issuer\": \"%s/\", \"console_client_id\": \"c\", \"cli_client_id\": \"cli\"}"
            .formatted(url));
    assertThat(RunResult.of(Map.of(), Path.of(""), "doctor", "--server", url).out())
        .contains("ok       console          at " + url);

    responses.remove("/.well-known/flowforge");
    RunResult worse = RunResult.of(Map.of(), Path.of(""), "doctor", "--server", url);

    assertThat(worse.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(worse.out()).contains("names no issuer");
  }

  @Test
  void aServerThatIsDownIsUnreachable() {
    web.stop(0);

    assertThat(RunResult.of(Map.of(), Path.of(""), "doctor", "--server", url).exitCode())
        .isEqualTo(ExitCode.UNAVAILABLE);
  }

  private RunResult doctor(String... options) {
    return run("doctor", options);
  }

  private RunResult repair(String... options) {
    return run("repair", options);
  }

  private RunResult run(String command, String... options) {
    String[] all = new String[options.length + 1];
    all[0] = command;
    System.arraycopy(options, 0, all, 1, options.length);
    return RunResult.of(environment, Path.of(""), all);
  }

  private void migrate() {
    Flowforge.open(FlowforgeSettings.from(environment), InstantSource.system()).close();
  }

  private void sql(String statement) {
    try (var database = Database.open(PostgresUri.parse(stores.postgresUri()), 1)) {
      database.useTransaction(tx -> tx.update(statement));
    }
  }
}
