package io.flowforge.server.console;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.console.Browser.Loaded;
import io.flowforge.server.testing.RawConnection;
import io.flowforge.server.testing.TestIssuer;
import io.flowforge.server.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console as a browser gets it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleSiteTest {

  private static final Path FOLDER = Path.of("src/main/resources/console");
  private static final Pattern ADDRESS = Pattern.compile(" (?:href|src)=\"([^\"]*)\"");
  private static final Pattern VERSIONED = Pattern.compile("/console/([0-9a-f]{16})/(.+)");

  /** With the list of requests, which is the first that somebody sees after signing in. */
  private static final int FIRST_VIEW_BYTES = 100_000;

  /** For somebody who is not signed in. */
  private static final int FIRST_VIEW_FILES = 16;

  private final TestServer server = new TestServer();
  private final Browser browser = new Browser(server.server.port());

  @AfterAll
  void close() {
    browser.close();
    server.close();
  }

  static Stream<String> pages() {
    return Stream.concat(
        Stream.of("/pipelines/new", "/sign-in?code=x&state=y"),
        ConsolePaths.PAGES.stream()
            .map(path -> path.replace("{id}", "65a1").replace("{pipelineId}", "65a2")));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageIsTheSameAndNeedsNoToken(String path) {
    Loaded page = browser.get(path);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.text()).isEqualTo(browser.get("/").text()).startsWith("<!doctype html>");
    assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
    assertThat(page.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    assertThat(page.header("Permissions-Policy")).contains("camera=()", "geolocation=()");
    assertThat(page.header("Content-Security-Policy"))
        .isEqualTo(
            "default-src 'self'; connect-src 'self' "
                + origin(server.issuer)
                + "; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
                + " frame-ancestors 'none'");
  }

  private static String origin(TestIssuer issuer) {
    return issuer.issuer().replaceAll("/$", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/requests/",
        "/requests/1/2",
        "/requests/1%2F2",
        "/pipelines/1/nothing",
        "/index.html",
        "/console",
        "/console/",
        "/console/index.html",
        "/console/js",
        "/console/js/",
        "/console//js/main.js",
        "/console/./js/main.js",
        "/console/vendor/../js/main.js",
        "/console/../openapi.yaml",
        "/console/..%2Fopenapi.yaml",
        "/console/%2e%2e/openapi.yaml",
        "/console/..%5Copenapi.yaml",
        "/console/0123456789abcdef/",
        "/console/0123456789abcdef/index.html",
        "/console/0123456789abcdef/../openapi.yaml",
        "/console/0123456789abcde/js/main.js",
        "/console/0123456789ABCDEF/js/main.js",
        "/console/js/main.js%00.css",
      })
  void otherPathsLeadNowhere(String path) {
    RawConnection.Answer answer =
        new RawConnection(server.server.port()).send("GET " + path + " HTTP/1.1");

    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void everyFileIsServedAsItIs() throws IOException {
    for (String name : names()) {
      Loaded file = browser.get("/console/" + name);
      assertThat(file.status()).as(name).isEqualTo(200);
      assertThat(file.bytes()).as(name).isEqualTo(Files.readAllBytes(FOLDER.resolve(name)));
      assertThat(file.header("Content-Type")).as(name).isEqualTo(type(name));
      assertThat(file.header("Cache-Control")).as(name).isEqualTo("no-cache");
      assertThat(file.header("X-Content-Type-Options")).as(name).isEqualTo("nosniff");

      Loaded compressed = browser.get("/console/" + name, "Accept-Encoding", "gzip, br");
      assertThat(compressed.bytes()).as(name).isEqualTo(file.bytes());
      assertThat(compressed.response().body().length)
          .as(name)
          .isLessThanOrEqualTo(file.response().body().length);
    }
  }

  private static List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
          .filter(name -> !name.equals(ConsoleFiles.INDEX))
          .toList();
    }
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      case "woff2" -> "font/woff2";
      case "json" -> "application/json";
      case "md", "LICENSE" -> "text/plain; charset=utf-8";
      default -> throw new AssertionError("no type for " + name);
    };
  }

  @Test
  void whoeverTakesGzipGetsItAndCachesKnow() {
    String path = "/console/vendor/oauth4webapi.js";
    Loaded plain = browser.get(path, "Accept-Encoding", "br");
    Loaded compressed = browser.get(path, "Accept-Encoding", "br, gzip;q=0.5");

    assertThat(plain.header("Content-Encoding")).isEmpty();
    assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(compressed.header("Content-Length"))
        .isEqualTo(Integer.toString(compressed.response().body().length));
    assertThat(compressed.response().body()).hasSizeLessThan(plain.response().body().length / 3);
    assertThat(List.of(plain, compressed))
        .allSatisfy(
            file ->
                assertThat(file.header("Vary").split(", "))
                    .containsExactly("Origin", "Accept-Encoding"));
    assertThat(plain.header("ETag")).isNotEqualTo(compressed.header("ETag"));
  }

  @ParameterizedTest
  @CsvSource({"/console/js/main.js", "/", "/requests/1"})
  void whoeverHasTheFileGetsNoneOfIt(String path) {
    for (String encoding : List.of("identity", "gzip")) {
      String tag = browser.get(path, "Accept-Encoding", encoding).header("ETag");
      assertThat(tag).matches("\"[0-9a-z-]+\"");
      for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
        Loaded again = browser.get(path, "Accept-Encoding", encoding, "If-None-Match", known);
        assertThat(again.status()).as(known).isEqualTo(304);
        assertThat(again.response().body()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(tag);
        assertThat(again.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(again.header("Vary")).contains("Accept-Encoding");
      }
      Loaded other = browser.get(path, "Accept-Encoding", encoding, "If-None-Match", "\"x\"");
      assertThat(other.status()).isEqualTo(200);
    }
  }

  /** The two forms differ in bytes, so that one must not stand for the other. */
  @Test
  void theTagOfTheOtherFormDoesNotCount() {
    String plain = browser.get("/console/js/main.js").header("ETag");

    Loaded compressed =
        browser.get("/console/js/main.js", "Accept-Encoding", "gzip", "If-None-Match", plain);

    assertThat(compressed.status()).isEqualTo(200);
  }

  @Test
  void aFileOfThisVersionNeverChangesAndThatOfAnotherOneMay() {
    String script = firstScript();
    MatchResult parts = VERSIONED.matcher(script).results().findFirst().orElseThrow();
    Loaded own = browser.get(script);
    Loaded others = browser.get("/console/0123456789abcdef/" + parts.group(2));

    assertThat(own.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(others.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(others.status()).isEqualTo(200);
    assertThat(others.bytes()).isEqualTo(own.bytes());
  }

  private String firstScript() {
    return addresses().stream().filter(path -> path.endsWith("/js/main.js")).findFirst().get();
  }

  /** Returns the addresses in the page, but for those of other pages. */
  private List<String> addresses() {
    return ADDRESS
        .matcher(browser.get("/").text())
        .results()
        .map(hit -> hit.group(1))
        .filter(path -> !path.equals("/docs"))
        .toList();
  }

  @Test
  void thePageNamesFilesOfThisVersionOnly() {
    assertThat(addresses())
        .isNotEmpty()
        .allSatisfy(
            path -> {
              assertThat(path).matches(VERSIONED);
              assertThat(browser.get(path).status()).as(path).isEqualTo(200);
            });
    String html = browser.get("/").text();
    assertThat(html).doesNotContain("<style", "style=", "javascript:", "://");
    assertThat(Pattern.compile("<script(?![^>]* src=)").matcher(html).find()).isFalse();
    assertThat(Pattern.compile(" on[a-z]+=").matcher(html).find()).isFalse();
  }

  /** Otherwise one module would be loaded twice, by two addresses, and have two states. */
  @Test
  void modulesNameEachOtherByRelativeAddresses() throws IOException {
    Pattern absolute =
        Pattern.compile(
            "(?<![\"'\\w])(?:from|import)\\s*\\(?\\s*['\"](?![.]{1,2}/)[\\w@./:-]+['\"]");
    for (String name : names()) {
      if (name.startsWith("js/")) {
        String text = Files.readString(FOLDER.resolve(name));
        assertThat(absolute.matcher(text).results().map(MatchResult::group).toList())
            .as(name)
            .isEmpty();
      }
    }
  }

  @Test
  void theFirstViewLoadsLittleScriptAndNoModuleLate() {
    var modules = new ModuleGraph(ConsoleFiles.read());
    List<String> first = modules.withNeeds(List.of("js/main.js"));
    assertThat(addresses().stream().filter(path -> path.endsWith(".js")))
        .map(path -> VERSIONED.matcher(path).results().findFirst().orElseThrow().group(2))
        .containsExactlyInAnyOrderElementsOf(first)
        .contains("vendor/preact.js", "vendor/oauth4webapi.js");
    // Each file takes a browser some milliseconds, whatever its size.
    assertThat(first).hasSizeLessThanOrEqualTo(FIRST_VIEW_FILES);
    int bytes = 0;
    for (String name :
        modules.withNeeds(List.of("js/main.js", "js/signed-in.js", "js/pages/requests.js"))) {
      bytes += browser.get("/console/" + name, "Accept-Encoding", "gzip").response().body().length;
    }
    assertThat(bytes).isLessThan(FIRST_VIEW_BYTES);
  }

  @Test
  void otherMethodsAreRefusedAndHeadHasNoBody() {
    for (String path : List.of("/", "/requests", "/console/js/main.js", "/favicon.ico")) {
      Loaded head = browser.send("HEAD", path);
      assertThat(head.status()).as(path).isEqualTo(200);
      assertThat(head.response().body()).isEmpty();
      assertThat(head.header("Content-Length"))
          .isEqualTo(Integer.toString(browser.get(path).response().body().length));
      for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
        Loaded refused = browser.send(method, path);
        assertThat(refused.status()).as(method + " " + path).isEqualTo(405);
        assertThat(refused.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
      }
      assertThat(browser.send("OPTIONS", path).status()).isEqualTo(204);
    }
  }

  @Test
  void theIconIsThereForPagesThatNameNone() {
    Loaded icon = browser.get("/favicon.ico");

    assertThat(icon.status()).isEqualTo(200);
    assertThat(icon.header("Content-Type")).isEqualTo("image/svg+xml");
    assertThat(icon.header("Cache-Control")).isEqualTo("public, max-age=86400");
  }

  @Test
  void otherFrontEndsGetWhatTheyGetWithoutTheConsole() {
    try (var without = new TestServer(Map.of("CONSOLE", "false"));
        var other = new Browser(without.server.port())) {
      for (String path :
          List.of("/api/healthcheck", "/.well-known/flowforge", "/docs", "/openapi")) {
        for (String method : List.of("GET", "OPTIONS")) {
          Loaded here = browser.send(method, path, "Origin", "http://localhost:3000");
          Loaded there = other.send(method, path, "Origin", "http://localhost:3000");
          assertThat(here.status()).as(path).isEqualTo(there.status());
          for (String header :
              List.of(
                  "Access-Control-Allow-Origin",
                  "Access-Control-Allow-Headers",
                  "Access-Control-Allow-Methods",
                  "Content-Security-Policy",
                  "Cross-Origin-Opener-Policy",
                  "Vary")) {
            assertThat(here.header(header)).as(header).isEqualTo(there.header(header));
          }
        }
      }
    }
  }

  @Test
  void itCanBeTurnedOff() {
    try (var without = new TestServer(Map.of("CONSOLE", "false"));
        var other = new Browser(without.server.port())) {
      Loaded root = other.get("/");
      assertThat(root.status()).isEqualTo(307);
      assertThat(root.header("Location")).isEqualTo("/docs");
      for (String path : List.of("/requests", "/sign-in", "/favicon.ico", "/console/js/main.js")) {
        assertThat(other.get(path).status()).as(path).isEqualTo(404);
      }
    }
  }

  /** Some providers issue tokens on another host than the one that they are called by. */
  @Test
  void theScriptMayCallTheTokenEndpointAsSoonAsItIsKnown() {
    try (var issuing = new TestServer();
        var other = new Browser(issuing.server.port())) {
      issuing.issuer.answerDiscoveryWith(
          """
          {"issuer": "%s", "jwks_uri": "%s", "token_endpoint": "https://tokens.example.com:8443/t"}
          """
              .formatted(issuing.issuer.issuer(), issuing.issuer.jwksUri()));
      Loaded before = other.get("/");
      assertThat(issuing.mike().get("/api/whoami").status()).isEqualTo(200);

      Loaded after = other.get("/", "If-None-Match", before.header("ETag"));

      assertThat(before.header("Content-Security-Policy")).doesNotContain("tokens.example.com");
      // Not 304, with which the browser would keep the earlier policy.
      assertThat(after.status()).isEqualTo(200);
      assertThat(after.header("Content-Security-Policy"))
          .contains(
              "connect-src 'self' %s https://tokens.example.com:8443;"
                  .formatted(origin(issuing.issuer)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://tokens.example.com/t; script-src *",
        "/oauth/token",
        "javascript:alert(1)",
        "ftp://tokens.example.com/",
        "https://exa mple.com/",
        "",
      })
  void aTokenEndpointThatIsNoneChangesNothing(String endpoint) {
    try (var issuing = new TestServer();
        var other = new Browser(issuing.server.port())) {
      issuing.issuer.answerDiscoveryWith(
          """
          {"issuer": "%s", "jwks_uri": "%s", "token_endpoint": "%s"}
          """
              .formatted(issuing.issuer.issuer(), issuing.issuer.jwksUri(), endpoint));
      String before = other.get("/").header("Content-Security-Policy");
      assertThat(issuing.mike().get("/api/whoami").status()).isEqualTo(200);

      assertThat(other.get("/").header("Content-Security-Policy")).isEqualTo(before);
    }
  }

  @Test
  void withTheKeysNamedByASettingTheTokenEndpointIsReadToo() {
    var issuer = new TestIssuer();
    try (issuer;
        var issuing =
            new TestServer(
                Map.of(
                    "OIDC_ISSUER", issuer.issuer(),
                    "OIDC_AUDIENCE", TestIssuer.AUDIENCE,
                    "OIDC_JWKS_URI", issuer.jwksUri()));
        var other = new Browser(issuing.server.port())) {
      issuer.answerDiscoveryWith(
          "{\"issuer\": \"%s\", \"token_endpoint\": \"https://tokens.example.com/t\"}"
              .formatted(issuer.issuer()));
      // It is read after the keys, by the check whether the issuer has the right name.
      eventually(
          () -> {
            assertThat(other.get("/health/ready").text()).contains("\"issuer\"");
            return other.get("/").header("Content-Security-Policy");
          },
          policy -> policy.contains("https://tokens.example.com;"));
    }
  }
}
