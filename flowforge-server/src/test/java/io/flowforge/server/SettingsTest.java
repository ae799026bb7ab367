package io.flowforge.server;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.InvalidException;
import io.flowforge.execution.queue.InFlightCaps;
import io.flowforge.identity.Auth0Settings;
import io.flowforge.pipeline.policy.MaxStepTime;
import io.flowforge.redaction.SecretNames;
import io.flowforge.server.auth.EmailRule;
import io.flowforge.server.http.HttpLimits;
import io.flowforge.settings.HeldSetting;
import io.flowforge.settings.PublicUrl;
import io.flowforge.settings.SettingOrigin;
import io.flowforge.settings.SettingsReader;
import io.flowforge.testing.SealKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every environment variable of a server, in one table: default, effect, and bad values. */
class SettingsTest {

  static final Map<String, String> REQUIRED =
      Map.of(
          "POSTGRES_URI", "postgres://joe:hush@localhost:5432/f",
          "MONGO_URI", "mongodb://joe:hush@localhost:27017",
          "AUTH0_DOMAIN", "example.eu.auth0.com",
          "AUTH0_AUDIENCE", "https://api/");

  private static final Map<String, String> OIDC =
      Map.of("OIDC_ISSUER", "https://login.example.com/", "OIDC_AUDIENCE", "flowforge");

  private static final Map<String, String> MANAGEMENT =
      Map.of("MANAGEMENT_API_CLIENT", "client", "MANAGEMENT_API_SECRET", "hush");

  /** Read by the script {@code flowforge}. */
  private static final Set<String> OF_THE_LAUNCHER =
      Set.of("FLOWFORGE_HOME", "FLOWFORGE_JAVA_HOME", "FLOWFORGE_JAVA_OPTIONS");

  private static final Set<String> OF_THE_COMMAND_LINE =
      Set.of(
          "FLOWFORGE_CLIENT_SECRET",
          "FLOWFORGE_CONFIG_HOME",
          "FLOWFORGE_PROFILE",
          "FLOWFORGE_SERVER",
          "FLOWFORGE_TOKEN");

  private static final Path KEY_FILE = keyFile();

  private static final List<Setting> TABLE =
      List.of(
          Setting.of("POSTGRES_URI", all -> all.core().postgres().jdbcUrl())
              .set("postgres://joe@db:5433/f", "jdbc:postgresql://db:5433/f")
              .refuses("postgres://user:password@host:5432/database", "mysql://x", "db:5432", " ")
              .refuses("use allow, disable", "postgres://joe@db/f?sslmode=on")
              .refuses("percent-encode", "postgres://joe:hush/x@db/f", "postgres://joe:hush#@db/f"),
          Setting.of("MONGO_URI", all -> all.core().mongoUri())
              .set("mongodb://db:27018/x", "mongodb://db:27018/x")
              .refuses("mongodb://user:password@host:27017", "postgres://x", "db:27017", " ")
              .refuses("one host", "mongodb+srv://a,b", "mongodb+srv://a:1")
              .refuses("percent-encode", "mongodb://joe:hush/x@db", "mongodb://joe:hu:sh@db"),
          Setting.of("AUTH0_DOMAIN", all -> all.server().issuer().issuer())
              .set("other.auth0.com", "https://other.auth0.com/")
              .refuses("host name such as", "https://x.auth0.com/", "x.com/path", "joe:hush@x.com"),
          Setting.of("AUTH0_AUDIENCE", all -> all.server().issuer().audience())
              .set("https://other/", "https://other/")
              .refuses("must be the audience of the access tokens", " "),
          Setting.of("OIDC_ISSUER", all -> all.server().issuer().issuer())
              .with(OIDC)
              .byDefault("https://example.eu.auth0.com/", "")
              .set("https://login.example.org/r", "https://login.example.org/r")
              .refuses(
                  "URL such as",
                  "login.example.com",
                  "ftp://login.example.com",
                  "https://joe:hush@a b/")
              .refuses("must not have a query", "https://joe:hush@x/")
              .refuses("must not have a query", "https://login.example.com/?x=1", "https://x/#y"),
          Setting.of("OIDC_AUDIENCE", all -> all.server().issuer().audience())
              .with(OIDC)
              .set("other", "other")
              .refuses("must be the audience of the access tokens", " "),
          Setting.of("OIDC_JWKS_URI", all -> all.server().issuer().jwksUri())
              .with(OIDC)
              .byDefault("null", "found by OIDC discovery")
              .set("https://keys.example.com/", URI.create("https://keys.example.com/"))
              .refuses("URL such as", "nowhere", "/keys")
              .refuses("https URL", "http://login.example.com/keys"),
          Setting.of("OIDC_CLI_CLIENT_ID", all -> all.server().issuer().clients().cli())
              .byDefault("null", "none")
              .set("cli-1", "cli-1")
              .refuses("printable characters", "a b", "ü", "a".repeat(201)),
          Setting.of("OIDC_CONSOLE_CLIENT_ID", all -> all.server().issuer().clients().console())
              .byDefault("null", "none")
              .set("console-1", "console-1")
              .refuses("printable characters", "a b", "ü", "a".repeat(201)),
          Setting.of("OIDC_SCOPES", all -> all.server().issuer().clients().scopes())
              .byDefault(
                  "openid profile email offline_access", "`openid profile email offline_access`")
              .set("openid  api://x/access", "openid  api://x/access")
              .refuses("separated by blanks", "profile email", "openid \"x\"", "openid ü")
              .refuses("separated by blanks", "openid,profile", "openid " + "a".repeat(1000)),
          Setting.of(
                  "OIDC_EMAIL_VERIFIED_CLAIM",
                  all -> all.server().issuer().emails().verifiedClaim())
              .byDefault("email_verified", "`email_verified`")
              .set("xms_edov", "xms_edov")
              .refuses("claim that is true", "a b", "ü", "email", "sub", "a".repeat(201)),
          Setting.of("OIDC_TRUST_EMAILS", all -> all.server().issuer().emails().trustsAll())
              .byDefault(false, "`false`")
              .set("true", true)
              .refuses("\\btrue or false\\b", "yes", "1", "TRUE"),
          Setting.of("MANAGEMENT_API_CLIENT", management(Auth0Settings::clientId))
              .with(MANAGEMENT)
              .set("other", "other")
              .refuses("set both or neither", " "),
          Setting.of("MANAGEMENT_API_SECRET", management(Auth0Settings::clientSecret))
              .with(MANAGEMENT)
              .set("other", "other")
              .refuses("set both or neither", " "),
          Setting.of("MANAGEMENT_API_AUDIENCE", management(Auth0Settings::audience))
              .with(MANAGEMENT)
              .byDefault("https://example.eu.auth0.com/api/v2/", "`api/v2/`")
              .set("urn:other", "urn:other"),
          Setting.of("MANAGEMENT_API_URL", management(Auth0Settings::provider))
              .with(MANAGEMENT)
              .byDefault(URI.create("https://example.eu.auth0.com/"), "`https://AUTH0_DOMAIN/`")
              .set("https://users.example", URI.create("https://users.example/"))
              .refuses("such as https://", "users.example", "ftp://x", "https://x/?y"),
          Setting.of("FLOWFORGE_PORT", all -> all.server().port())
              .byDefault(8080, "`8080`")
              .set("81", 81)
              .between(0, 65535),
          Setting.of("PORT", all -> all.server().port())
              .byDefault(8080, "`8080`")
              .set("82", 82)
              .between(0, 65535),
          Setting.of("FLOWFORGE_MANAGEMENT_PORT", all -> all.server().managementPort())
              .byDefault(8081, "`8081`")
              .set("0", 0)
              .between(0, 65535)
              .refuses("use another port, or 0", "8080"),
          Setting.of("FLOWFORGE_HOST", all -> all.server().host())
              .byDefault("0.0.0.0", "`0.0.0.0`")
              .set("127.0.0.1", "127.0.0.1")
              .refuses("such as 0.0.0.0", "http://0.0.0.0", "1 2", "me:hush@host"),
          Setting.of("CORS_ALLOWED_ORIGINS", all -> all.server().cors().origins())
              .byDefault(List.of("http://localhost:3000"), "`http://localhost:3000`")
              .set("https://a.example, https://b", List.of("https://a.example", "https://b"))
              .refuses("origins such as", "localhost:3000", "http://a.example/", "http://a,b"),
          Setting.of("CONSOLE", all -> all.server().hasConsole())
              .byDefault(true, "`true`")
              .set("false", false)
              .refuses("\\btrue or false\\b", "no", "0", "FALSE"),
          Setting.of("POSTGRES_POOL_SIZE", all -> all.core().postgresConnections())
              .byDefault(16, "`16`")
              .set("7", 7)
              .between(4, 1000),
          Setting.of("REQUESTS_IN_FLIGHT", all -> all.core().execution().requestsInFlight())
              .byDefault(2000, "`2000`")
              .set("500", 500)
              .between(1, 10_000),
          Setting.of(
                  "ORGANIZATION_REQUESTS_IN_FLIGHT",
                  all -> all.core().execution().inFlight().caps())
              .byDefault(InFlightCaps.NONE, "no cap")
              .set("20, 7=100,8 = none", capsOf(20, Map.of(7, 100, 8, InFlightCaps.NO_CAP)))
              .refuses("such as '20, 7=100, 8=none'", "0", "1000001", "many", "-1", "1.5", "7=")
              .refuses("such as '20, 7=100, 8=none'", "7=100, 20", "20,", ",20", "=3", "1=2=3")
              .refuses("such as '20, 7=100, 8=none'", "7=1, 7=2", "x=1", "0=1", "99999999999=1"),
          Setting.of(
                  "PIPELINE_REQUESTS_IN_FLIGHT",
                  all -> all.core().execution().inFlight().caps().ofPipeline())
              .byDefault(InFlightCaps.NO_CAP, "no cap")
              .set("20", 20)
              .between(1, 1_000_000),
          Setting.of("MAX_STEP_SECONDS", all -> all.core().execution().steps().max())
              .byDefault(Optional.empty(), "no maximum")
              .set("600", Optional.of(new MaxStepTime(Duration.ofMinutes(10))))
              .between(1, 604_800),
          Setting.of("MAX_WAIT_SECONDS", all -> all.core().execution().waits().max())
              .byDefault(Duration.ofDays(30), "`2592000` (30 days)")
              .set("3600", Duration.ofHours(1))
              .between(1, 31_622_400),
          Setting.of("PUBLIC_URL", all -> all.core().execution().waits().publicUrl())
              .byDefault(Optional.empty(), "none: pipelines cannot use `${callback.url}`")
              .set(
                  "https://flowforge.example.com/",
                  Optional.of(new PublicUrl("https://flowforge.example.com")))
              .refuses(
                  "an absolute http or https URL",
                  "flowforge.example.com",
                  "ftp://flowforge.example.com",
                  "https://",
                  "https:///x",
                  "https://u:p@flowforge.example.com",
                  "https://flowforge.example.com?x=1",
                  "https://flowforge.example.com#x",
                  "https://flowforge.example.com/a/../b",
                  "https://flowforge example.com",
                  "https://flowforge.example.com:0"),
          Setting.of("ADOPT_RUNNING", all -> all.core().execution().resumesAdopted())
              .byDefault(false, "`fail`")
              .set("resume", true)
              .refuses("\\bfail or resume\\b", "true", "Resume", "run"),
          Setting.of(
                  "ALLOW_PRIVATE_TARGETS",
                  all -> all.core().execution().calls().allowsPrivateTargets())
              .byDefault(false, "`false`")
              .set("true", true)
              .refuses("\\btrue or false\\b", "yes", "1", "TRUE"),
          Setting.of("REDACTED_NAMES", all -> all.core().execution().calls().secretNames())
              .byDefault(SecretNames.USUAL, "none")
              .set("ssn, X-Tenant", SecretNames.USUAL.and("ssn, X-Tenant"))
              .refuses("name", "ssn, ***"),
          Setting.of("FLOWFORGE_SECRET_KEYS", all -> all.core().secretKeys().ids())
              .byDefault(List.of(), "none: pipelines cannot use secrets")
              .set(SealKeys.setting("k2", "k1"), List.of("k2", "k1"))
              .refuses(
                  "openssl rand -base64 32", "hush", "k1:hush", "k1:", ":" + SealKeys.base64("k1"))
              .refuses("two keys", SealKeys.setting("k1", "k2") + "," + SealKeys.setting("k2")),
          Setting.of("FLOWFORGE_SECRET_KEYS_FILE", all -> all.core().secretKeys().ids())
              .byDefault(List.of(), "none")
              .set(KEY_FILE.toString(), List.of("k3"))
              .refuses("cannot be read", "/nowhere/keys", "nowhere")
              .refuses("openssl rand -base64 32", "pom.xml"),
          Setting.of("FLOWFORGE_PLUGINS", all -> all.core().execution().plugins())
              .byDefault(Optional.empty(), "none")
              .set("src", Optional.of(Path.of("src")))
              .refuses("must be a folder that this process can read", "/nowhere", "pom.xml"),
          Setting.of("LOG_BODY_BYTES", all -> all.core().execution().calls().loggedBodyBytes())
              .byDefault(1024, "`1024`")
              .set("0", 0)
              .between(0, 4096),
          limit("FLOWFORGE_MAX_CONCURRENT_REQUESTS", HttpLimits::maxConcurrentRequests)
              .byDefault(256, "`256`")
              .set("9", 9)
              .between(1, 100_000),
          limit("FLOWFORGE_MAX_CONNECTIONS", HttpLimits::maxConnections)
              .byDefault(4096, "`4096`")
              .set("9", 9)
              .between(1, 1_000_000),
          limit("FLOWFORGE_MAX_STREAMS", limits -> limits.streams().max())
              .byDefault(1000, "`1000`")
              .set("9", 9)
              .between(1, 100_000),
          limit("FLOWFORGE_MAX_STREAMS_PER_CALLER", limits -> limits.streams().maxOfCaller())
              .byDefault(20, "`20`")
              .set("3", 3)
              .between(1, 100_000),
          limit("FLOWFORGE_MAX_BODY_BYTES", HttpLimits::maxBodyBytes)
              .byDefault(1024L * 1024, "1 MiB")
              .set("2048", 2048L)
              .between(1024, 64 * 1024 * 1024),
          limit("FLOWFORGE_MAX_HEADER_BYTES", HttpLimits::maxHeaderBytes)
              .byDefault(32 * 1024, "32 KiB")
              .set("9000", 9000)
              .between(8 * 1024, 1024 * 1024),
          limit("FLOWFORGE_MAX_REQUEST_LINE_BYTES", HttpLimits::maxRequestLineBytes)
              .byDefault(8 * 1024, "8 KiB")
              .set("2000", 2000)
              .between(1024, 64 * 1024),
          limit("FLOWFORGE_READ_TIMEOUT_SECONDS", limits -> limits.times().silence())
              .byDefault(Duration.ofSeconds(60), "`60`")
              .set("7", Duration.ofSeconds(7))
              .between(1, 3600),
          limit("FLOWFORGE_IDLE_TIMEOUT_SECONDS", limits -> limits.times().idle())
              .byDefault(Duration.ofSeconds(75), "`75`")
              .set("8", Duration.ofSeconds(8))
              .between(1, 3600),
          limit("FLOWFORGE_REQUEST_TIMEOUT_SECONDS", limits -> limits.times().request())
              .byDefault(Duration.ofSeconds(60), "`60`")
              .set("9", Duration.ofSeconds(9))
              .between(1, 3600),
          limit("FLOWFORGE_RESPONSE_TIMEOUT_SECONDS", limits -> limits.times().response())
              .byDefault(Duration.ofSeconds(120), "`120`")
              .set("10", Duration.ofSeconds(10))
              .between(1, 3600),
          limit("FLOWFORGE_MIN_BYTES_PER_SECOND", limits -> limits.times().rate().bytesPerSecond())
              .byDefault(1024, "`1024`")
              .set("0", 0)
              .between(0, 1024 * 1024),
          limit("FLOWFORGE_STOP_TIMEOUT_SECONDS", HttpLimits::stopTimeout)
              .byDefault(Duration.ofSeconds(20), "`20`")
              .set("0", Duration.ZERO)
              .between(0, 3600));

  private static Path keyFile() {
    try {
      Path file = Files.createTempFile("keys", ".txt");
      file.toFile().deleteOnExit();
      return Files.writeString(file, SealKeys.setting("k3") + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> aVariableThatIsNotSetHasItsDefault() {
    return tests(
        setting -> {
          if (setting.unset() != null) {
            var all = Setting.All.from(absent(setting));
            assertThat(String.valueOf(setting.effect().apply(all)))
                .isEqualTo(String.valueOf(setting.unset()));
          } else {
            assertThat(problemsOf(absent(setting)))
                .anySatisfy(problem -> assertThat(problem).startsWith(setting.name()));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aGoodValueHasItsEffect() {
    return tests(
        setting ->
            assertThat(
                    setting.effect().apply(Setting.All.from(setting.environment(setting.given()))))
                .isEqualTo(setting.set()));
  }

  @TestFactory
  Stream<DynamicTest> aBadValueIsRefusedByNameAndCure() {
    return tests(
        setting ->
            assertThat(setting.refused())
                .allSatisfy(
                    refusal ->
                        assertThat(problemsOf(setting.environment(refusal.value())))
                            .singleElement()
                            .asString()
                            .contains(setting.name())
                            .containsPattern(refusal.cure())
                            .doesNotContain("hush")));
  }

  /** What people and tools leave in the files from which the environment comes. */
  @TestFactory
  Stream<DynamicTest> spacesAroundAValueDoNotCount() {
    return tests(
        setting -> {
          for (String padded : List.of(" %s", "%s \t", "%s\r\n", "\u00a0%s", "\ufeff%s\u200b")) {
            String value = padded.formatted(setting.given());
            assertThat(setting.effect().apply(Setting.All.from(setting.environment(value))))
                .isEqualTo(setting.set());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> anEmptyOrBlankValueCountsAsNone() {
    return tests(
        setting -> {
          for (String blank : List.of("", "  ", "\t\n", "\u00a0", "\ufeff\u200b")) {
            assertThat(problemsOf(setting.environment(blank)))
                .isEqualTo(problemsOf(setting.environment(null)));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aLineBreakWithinAValueIsRefused() {
    return tests(
        setting ->
            assertThat(problemsOf(setting.environment("hu\nsh")))
                .containsExactly(
                    setting.name()
                        + " contains a line break or another control character; remove it"));
  }

  @Test
  void quotesAreNotPartOfAValue() {
    assertThat(problemsOf(environment(Map.of("FLOWFORGE_PORT", "\"8080\""))))
        .containsExactly(
            "FLOWFORGE_PORT must be a whole number from 0 to 65535, but it is '\"8080\"'; remove the"
                + " quotes");
  }

  /** However many settings are broken: each has its problem, and nothing else has one. */
  @RepeatedTest(100)
  void everySetOfBrokenSettingsIsReportedCompletely(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    Map<String, String> others =
        List.of(Map.<String, String>of(), OIDC, MANAGEMENT).get(random.nextInt(3));
    Map<String, String> environment = environment(others);
    Set<String> effective = new TreeSet<>();
    reader(environment).held().stream()
        .filter(setting -> setting.origin() != SettingOrigin.IGNORED)
        .forEach(setting -> effective.add(setting.name()));
    Set<String> broken = new TreeSet<>();
    for (Setting setting : TABLE) {
      boolean isPair = setting.name().equals("MANAGEMENT_API_SECRET");
      if (!effective.contains(setting.name())
          || (isPair && broken.contains("MANAGEMENT_API_CLIENT"))
          || (!isSet(setting, others) && setting.name().startsWith("MANAGEMENT_"))
          || setting.refused().isEmpty()
          || random.nextInt(3) > 0) {
        continue;
      }
      broken.add(setting.name());
      environment.put(
          setting.name(),
          setting.unset() == null && random.nextBoolean()
              ? ""
              : setting.refused().get(random.nextInt(setting.refused().size())).value());
    }

    assertThat(reader(environment).held())
        .filteredOn(setting -> setting.origin() == SettingOrigin.INVALID)
        .extracting(HeldSetting::name)
        .containsExactlyInAnyOrderElementsOf(broken);
    assertThat(problemsOf(environment)).hasSameSizeAs(broken);
  }

  @Test
  void anAddressCountsAsVerifiedAlwaysOrByAClaim() {
    var both = Map.of("OIDC_TRUST_EMAILS", "true", "OIDC_EMAIL_VERIFIED_CLAIM", "xms_edov");
    assertThat(problemsOf(environment(both)))
        .containsExactly(
            "OIDC_TRUST_EMAILS and OIDC_EMAIL_VERIFIED_CLAIM contradict each other: an address counts"
                + " as verified always, or by a claim; set only one of them");

    // The Management API knows the users, whatever their tokens say.
    Map<String, String> ignored = environment(MANAGEMENT);
    ignored.putAll(both);
    assertThat(reader(ignored).held())
        .filteredOn(setting -> setting.origin() == SettingOrigin.IGNORED)
        .extracting(HeldSetting::name)
        .containsAll(both.keySet());
    assertThat(Setting.All.from(ignored).server().issuer().emails()).isEqualTo(EmailRule.DEFAULT);
  }

  private static boolean isSet(Setting setting, Map<String, String> others) {
    return !others.isEmpty() && setting.others().equals(others);
  }

  /** The server reads exactly the variables of the table. */
  @Test
  void theTableHasEveryVariableThatIsRead() {
    Set<String> read = new TreeSet<>();
    Set<String> held = new TreeSet<>();
    for (Map<String, String> others : List.of(Map.<String, String>of(), OIDC, MANAGEMENT)) {
      SettingsReader reader = reader(new RecordingMap(environment(others), read));
      reader.held().forEach(setting -> held.add(setting.name()));
    }
    reader(environment(Map.of("PORT", "1"))).held().forEach(setting -> held.add(setting.name()));

    assertThat(read).isEqualTo(names());
    assertThat(held).as("what flowforge config shows").isEqualTo(names());
  }

  @Test
  void nothingThatIsHeldShowsASecret() {
    var all = new HashMap<>(environment(OIDC));
    all.putAll(MANAGEMENT);
    all.put("CORS_ALLOWED_ORIGINS", "https://me:hush@a.example");
    all.put("OIDC_JWKS_URI", "https://keys.example.com/?secret=hush");
    all.put("FLOWFORGE_PORT", "me:hush@db");

    assertThat(reader(all).held()).asString().doesNotContain("hush").contains("joe:***@localhost");
  }

  @Test
  void theReadmeHasEveryVariableOfTheTableAndNoOther() throws IOException {
    Set<String> documented =
        readme().stream()
            .flatMap(row -> namesIn(row.get(0)).stream())
            .collect(toCollection(TreeSet::new));

    assertThat(documented).isEqualTo(names());
  }

  @Test
  void theReadmeHasTheDefaults() throws IOException {
    for (List<String> row : readme()) {
      for (Setting setting : TABLE) {
        if (namesIn(row.get(0)).contains(setting.name()) && setting.unset() != null) {
          assertThat(row.get(2)).as(setting.name()).contains(setting.documented());
        }
      }
    }
  }

  /** Other documents name only variables that exist. */
  @Test
  void noDocumentInventsAVariable() throws IOException {
    Set<String> mentioned = new TreeSet<>();
    for (String document : List.of("README.md", "docs/operations.md")) {
      mentioned.addAll(namesIn(Files.readString(Path.of("..", document))));
    }
    mentioned.removeAll(OF_THE_LAUNCHER);
    mentioned.removeAll(OF_THE_COMMAND_LINE);

    assertThat(names()).containsAll(mentioned);
    assertThat(Files.readString(Path.of("../docs/command-line.md"))).contains(OF_THE_COMMAND_LINE);
  }

  /** They cannot be set, but docs/operations.md and docs/step-types.md state them. */
  @Test
  void stepsHaveTheirDocumentedTimeouts() throws IOException {
    var execution = Setting.All.from(REQUIRED).core().execution();

    assertThat(execution.stepTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(Files.readString(Path.of("../docs/operations.md")))
        .contains("`timeout_seconds` (5 min)", "lets steps in flight run for another 10 s");
    assertThat(execution.stopTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(execution.calls().timeout()).isEqualTo(Duration.ofSeconds(30));
  }

  private static Stream<DynamicTest> tests(ThrowingConsumer<Setting> test) {
    return TABLE.stream()
        .map(setting -> DynamicTest.dynamicTest(setting.name(), () -> test.accept(setting)));
  }

  private static InFlightCaps capsOf(int ofOrganization, Map<Integer, Integer> exceptions) {
    return new InFlightCaps(ofOrganization, InFlightCaps.NO_CAP, exceptions);
  }

  private static Setting limit(String name, Function<HttpLimits, Object> effect) {
    return Setting.of(name, all -> effect.apply(all.server().limits()));
  }

  private static Function<Setting.All, @Nullable Object> management(
      Function<Auth0Settings, Object> effect) {
    return all -> effect.apply(Objects.requireNonNull(all.core().management()));
  }

  /** Returns the environment without the variable, and without those that depend on it. */
  private static Map<String, String> absent(Setting setting) {
    Map<String, String> environment = setting.environment(null);
    if (setting.name().equals("OIDC_ISSUER")) {
      environment.remove("OIDC_AUDIENCE");
    }
    return environment;
  }

  private static Map<String, String> environment(Map<String, String> others) {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.putAll(others);
    return environment;
  }

  private static SettingsReader reader(Map<String, String> environment) {
    var reader = new SettingsReader(environment);
    ServeSettings.read(reader);
    return reader;
  }

  private static List<String> problemsOf(Map<String, String> environment) {
    try {
      ServeSettings.from(environment);
      return List.of();
    } catch (InvalidException e) {
      return e.details();
    }
  }

  private static Set<String> names() {
    return TABLE.stream().map(Setting::name).collect(toCollection(TreeSet::new));
  }

  /** The rows of the table of settings, each with its cells. */
  private static List<List<String>> readme() throws IOException {
    String text = Files.readString(Path.of("../README.md"));
    String section = text.substring(text.indexOf("## Settings"));
    List<List<String>> rows = new ArrayList<>();
    section
        .lines()
        .filter(line -> line.startsWith("| `"))
        .forEach(line -> rows.add(List.of(line.substring(2).split(" \\|( |$)", -1))));
    return rows;
  }

  /** The variables in backquotes: PORT, and all that have an underscore. */
  private static Set<String> namesIn(String markdown) {
    return Pattern.compile("`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|CONSOLE|PORT)`")
        .matcher(markdown)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(toCollection(TreeSet::new));
  }
}
