package io.flowforge.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.error.UnavailableException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The checks of a server from outside. */
final class ServerChecks {

  private static final String SERVER = "server";
  private static final String MANAGEMENT = "management-port";
  private static final String SIGN_IN = "sign-in";
  private static final String TOKEN = "token";
  private static final int MANAGEMENT_PORT = 8081;

  private final URI server;
  private final ObjectMapper mapper;
  private final boolean isElsewhere;

  /**
   * @param server without a trailing slash
   */
  ServerChecks(URI server, ObjectMapper mapper) {
    this(server, mapper, !isOnThisMachine(server.getHost()));
  }

  /**
   * @param isElsewhere whether others can reach the same ports as this machine
   */
  ServerChecks(URI server, ObjectMapper mapper, boolean isElsewhere) {
    this.server = server;
    this.mapper = mapper;
    this.isElsewhere = isElsewhere;
  }

  private static boolean isOnThisMachine(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /**
   * @param token empty if there is none
   */
  List<Check> all(String token, IssuerChecks issuers) {
    return List.of(
        new Check(SERVER, this::health),
        new Check(MANAGEMENT, this::management),
        new Check(SIGN_IN, () -> signIn(issuers)),
        new Check(TOKEN, () -> token(token)));
  }

  private List<Finding> health() throws InterruptedException {
    try (var web = new WebProbe(mapper)) {
      WebProbe.Answer answer = web.get(at("/api/healthcheck"));
      if (answer.status() != 200) {
        return List.of(
            Finding.problem(
                SERVER,
                "%s responded with %d".formatted(at("/api/healthcheck"), answer.status()),
                "name the base URL of a Flowforge server, and check the proxy before it"));
      }
      WebProbe.Answer ready = web.get(at("/health/ready"));
      return List.of(
          ready.status() == 503
              ? Finding.problem(
                  SERVER,
                  "responds, but is not ready: " + downIn(ready.json()),
                  "run flowforge doctor with the server's settings")
              : Finding.ok(SERVER, "responds at " + server));
    }
  }

  private static String downIn(JsonNode probe) {
    List<String> down = new ArrayList<>();
    probe
        .path("checks")
        .properties()
        .forEach(
            check -> {
              if (!check.getValue().asText().equals("up")) {
                down.add(check.getKey());
              }
            });
    return String.join(", ", down);
  }

  /** Measurements are for those who run the server. */
  private List<Finding> management() throws InterruptedException {
    if (!isElsewhere) {
      return List.of(Finding.skipped(MANAGEMENT, "the server is on this machine"));
    }
    try (var web = new WebProbe(mapper)) {
      if (web.get(at("/metrics")).status() == 200) {
        return List.of(
            Finding.problem(
                MANAGEMENT, at("/metrics") + " is public", "do not pass /metrics on in the proxy"));
      }
      return List.of(managementPort(web));
    }
  }

  private Finding managementPort(WebProbe web) throws InterruptedException {
    URI ready =
        URI.create("http://%s:%d/health/ready".formatted(server.getHost(), MANAGEMENT_PORT));
    try {
      int status = web.get(ready).status();
      return status == 200 || status == 503
          ? Finding.problem(MANAGEMENT, ready + " is public", "close that port to the outside")
          : Finding.ok(MANAGEMENT, "not public");
    } catch (UnavailableException e) {
      return Finding.ok(MANAGEMENT, "not public");
    }
  }

  private List<Finding> signIn(IssuerChecks issuers) throws Exception {
    URI uri = at("/.well-known/flowforge");
    WebProbe.Answer answer;
    try (var web = new WebProbe(mapper)) {
      answer = web.get(uri);
    }
    String issuer = answer.json().path("issuer").asText();
    if (answer.status() != 200 || issuer.isEmpty()) {
      return List.of(
          Finding.problem(
              SIGN_IN,
              "%s responded with %d and names no issuer".formatted(uri, answer.status()),
              "pass /.well-known/flowforge on in the proxy, or update the server"));
    }
    List<Finding> findings = new ArrayList<>();
    boolean hasClient = !answer.json().path("cli_client_id").asText("").isEmpty();
    findings.add(
        hasClient
            ? Finding.ok(SIGN_IN, "version " + answer.json().path("version").asText("unknown"))
            : Finding.problem(
                SIGN_IN,
                "the server names no client for the command line; flowforge login cannot work",
                "set OIDC_CLI_CLIENT_ID for the server"));
    findings.addAll(issuers.findings(issuer));
    findings.add(console(!answer.json().path("console_client_id").asText("").isEmpty()));
    return findings;
  }

  private Finding console(boolean hasClient) throws InterruptedException {
    try (var web = new WebProbe(mapper)) {
      if (web.get(at("/sign-in")).status() != 200) {
        return Finding.skipped(
            ConsoleCheck.NAME,
            "not at %s: turned off, or not passed on by the proxy".formatted(server));
      }
    }
    return hasClient ? Finding.ok(ConsoleCheck.NAME, "at " + server) : ConsoleCheck.withoutClient();
  }

  private List<Finding> token(String token) throws InterruptedException {
    if (token.isEmpty()) {
      return List.of(Finding.skipped(TOKEN, "FLOWFORGE_TOKEN is not set"));
    }
    if (!token.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
      return List.of(
          new Finding(
              TOKEN,
              Finding.Kind.INVALID,
              "FLOWFORGE_TOKEN contains a character that no token has",
              "copy the token again, in one line"));
    }
    try (var web = new WebProbe(mapper)) {
      int status = web.get(at("/api/login"), token).status();
      return List.of(
          switch (status) {
            case 200 -> Finding.ok(TOKEN, "accepted, and its user is known");
            case 401 ->
                Finding.problem(TOKEN, "refused", "get a new one: flowforge login, or your issuer");
            default ->
                Finding.problem(
                    TOKEN,
                    "accepted, but its user is not known (%d)".formatted(status),
                    "add the user: flowforge user add");
          });
    }
  }

  private URI at(String path) {
    return URI.create(server + path);
  }
}
