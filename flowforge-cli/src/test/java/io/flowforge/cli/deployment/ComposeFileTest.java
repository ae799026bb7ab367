package io.flowforge.cli.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.FlowforgeCommand;
import io.flowforge.scan.CharacterSet;
import io.flowforge.server.ServeSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** compose.yml names only what exists in the code, and gives the code all that it needs. */
class ComposeFileTest {

  private static final DeployedFile EXAMPLE = new DeployedFile(".env.example");
  private static final String TEXT = new DeployedFile("compose.yml").text();
  private static final Node SERVICES = DeployedFile.yaml(TEXT).at("services");
  private static final Map<String, Variable> VARIABLES = variables();

  /** A variable of .env: {@code ${NAME:-default}} or {@code ${NAME:?message}}. */
  private record Variable(String name, char kind, String rest) {}

  private static Map<String, Variable> variables() {
    Map<String, Variable> found = new TreeMap<>();
    for (int at = TEXT.indexOf("${"); at >= 0; at = TEXT.indexOf("${", at + 1)) {
      String inside = TEXT.substring(at + 2, TEXT.indexOf('}', at));
      int colon = inside.indexOf(':');
      assertThat(colon).as(inside).isPositive();
      String name = inside.substring(0, colon);
      found.put(name, new Variable(name, inside.charAt(colon + 1), inside.substring(colon + 2)));
    }
    return found;
  }

  /** Replaces the variables as Docker does. */
  private static String interpolated(String text, Map<String, String> env) {
    String result = text;
    for (Variable variable : VARIABLES.values()) {
      String value = env.getOrDefault(variable.name(), "");
      result =
          result.replace(
              "${%s:%s%s}".formatted(variable.name(), variable.kind(), variable.rest()),
              value.isEmpty() && variable.kind() == '-' ? variable.rest() : value);
    }
    return result.replace("$$", "$");
  }

  private static Map<String, String> environment(String service, Map<String, String> env) {
    Map<String, String> variables = new HashMap<>();
    Node given = service(service).at("environment");
    // The parser leaves merging to its callers.
    given.at("<<").map().forEach((name, value) -> variables.put(name, String.valueOf(value)));
    given.map().forEach((name, value) -> variables.put(name, String.valueOf(value)));
    variables.remove("<<");
    variables.replaceAll((_, value) -> interpolated(value, env));
    return variables;
  }

  private static Node service(String name) {
    return SERVICES.at(name);
  }

  private static Stream<Map.Entry<String, Node>> ours() {
    return Stream.of("postgres", "mongo", "backend", "seed")
        .map(name -> Map.entry(name, service(name)));
  }

  @Test
  void theDocumentedProfilesContainWhatTheyDidInTheOlderSystem() {
    assertThat(servicesOf("be")).containsExactly("backend", "mongo", "postgres");
    assertThat(servicesOf("be-seed")).containsExactly("backend", "mongo", "postgres", "seed");
    assertThat(servicesOf("main")).containsExactly("backend", "frontend", "mongo", "postgres");
    assertThat(servicesOf("fe")).containsExactly("frontend");
  }

  private static Set<String> servicesOf(String profile) {
    Set<String> names = new TreeSet<>(SERVICES.keys());
    names.removeIf(name -> !service(name).at("profiles").texts().contains(profile));
    return names;
  }

  /** Otherwise a service of the profile would wait for one that is not there. */
  @Test
  void servicesDependOnlyOnServicesOfTheirProfiles() {
    ours()
        .forEach(
            service ->
                assertThat(service.getValue().at("depends_on").keys())
                    .allSatisfy(
                        other ->
                            assertThat(service(other).at("profiles").texts())
                                .containsAll(service.getValue().at("profiles").texts())));
    for (String service : List.of("backend", "seed")) {
      for (String store : List.of("postgres", "mongo")) {
        assertThat(service(service).at("depends_on", store, "condition").text())
            .isEqualTo("service_healthy");
      }
    }
  }

  @Test
  void everyVariableIsInTheExampleAndTheOtherWayRound() {
    Set<String> inExample = new TreeSet<>();
    EXAMPLE
        .lines()
        .map(line -> line.startsWith("#") ? line.substring(1) : line)
        .filter(line -> line.indexOf('=') > 0 && !line.startsWith(" "))
        .forEach(line -> inExample.add(line.substring(0, line.indexOf('='))));

    assertThat(inExample).isEqualTo(VARIABLES.keySet());
  }

  @Test
  void aMissingPasswordIsRefusedWithASentence() {
    Map<String, String> example = EXAMPLE.assignments();
    assertThat(VARIABLES.values().stream().filter(variable -> variable.kind() == '?'))
        .extracting(Variable::name)
        .containsExactly("MONGO_ROOT_PASSWORD", "POSTGRES_PASSWORD")
        .allSatisfy(name -> assertThat(example).containsEntry(name, ""));
    assertThat(VARIABLES.values().stream().filter(variable -> variable.kind() == '?'))
        .allSatisfy(
            variable ->
                assertThat(variable.rest())
                    .startsWith("set " + variable.name())
                    .contains(".env.example"));
    assertThat(TEXT).doesNotContain("PASSWORD:-");
  }

  /**
   * Compose builds services at the same time, and the second image of one name would be refused.
   */
  @Test
  void noTwoServicesBuildOneImage() {
    List<String> built =
        SERVICES.keys().stream()
            .filter(name -> service(name).at("build").isPresent())
            .map(name -> service(name).at("image").text())
            .toList();
    assertThat(built).containsExactly("flowforge:latest").doesNotHaveDuplicates();
    assertThat(service("seed").at("image").text()).isEqualTo(built.getFirst());
    // docker-compose 1.29 builds in the order of the dependencies.
    assertThat(service("seed").at("depends_on", "backend", "condition").text())
        .isEqualTo("service_started");
  }

  @Test
  void theServerGetsEverySettingOfIssuerAndSignUp() {
    List<String> documented =
        new DeployedFile("README.md")
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(1, line.indexOf('|', 1)))
            .flatMap(cell -> CharacterSet.of("`, ()").split(cell).stream())
            .filter(
                name -> Stream.of("AUTH0_", "OIDC_", "MANAGEMENT_API_").anyMatch(name::startsWith))
            .toList();
    assertThat(documented).contains("AUTH0_AUDIENCE", "OIDC_SCOPES", "OIDC_TRUST_EMAILS");

    assertThat(environment("backend", Map.of())).containsKeys(documented.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"backend", "seed"})
  void theCommandReadsEveryVariable(String service) {
    KnownSettings.areReadBy(command(service), environment(service, Map.of()).keySet());
  }

  private static List<String> command(String service) {
    return service.equals("seed")
        ? List.of("seed", "--dir", KnownSettings.samples().toString())
        : List.of("serve");
  }

  @Test
  void theServerGetsAllThatItNeeds() {
    Map<String, String> env = new HashMap<>(EXAMPLE.assignments());
    env.put("POSTGRES_PASSWORD", "abc");
    env.put("MONGO_ROOT_PASSWORD", "def");
    env.put("AUTH0_DOMAIN", "example.eu.auth0.com");
    env.put("AUTH0_AUDIENCE", "https://flowforge.example.com/api");

    ServeSettings settings = ServeSettings.from(environment("backend", env));

    assertThat(settings.core().postgres().jdbcUrl())
        .startsWith("jdbc:postgresql://postgres:5432/flowforge_db");
    assertThat(settings.core().mongoUri())
        .startsWith("mongodb://root:def@mongo:27017/flowforge_db");
    assertThat(service("postgres").at("environment", "POSTGRES_DB").text())
        .isEqualTo("flowforge_db");
    assertThat(service("mongo").at("command").texts().getFirst())
        .contains("--replSet rs0")
        .contains("--keyFile");
    assertThat(settings.core().mongoUri()).contains("replicaSet=rs0", "authSource=admin");
  }

  @Test
  void thePortsAreThoseOfTheServerAndOfTheOlderSystem() {
    int port = KnownSettings.defaults().server().port();
    assertThat(published("backend")).containsExactly("8080:" + port);
    assertThat(published("frontend")).containsExactly("3000:3000");
    assertThat(published("postgres")).containsExactly("127.0.0.1:5433:5432");
    assertThat(published("mongo")).containsExactly("127.0.0.1:27017:27017");
    assertThat(environment("backend", Map.of()))
        .doesNotContainKeys("FLOWFORGE_PORT", "PORT", "FLOWFORGE_MANAGEMENT_PORT");
  }

  private static List<String> published(String service) {
    return service(service).at("ports").texts().stream()
        .map(port -> interpolated(port, Map.of()))
        .toList();
  }

  @Test
  void theSeedCommandExistsAndReadsTheMountedFolder() {
    String script = service("seed").at("command").texts().getFirst().replace("$$", "$");
    String command = script.substring(script.indexOf("flowforge seed")).strip();
    assertThat(command).isEqualTo("flowforge seed --dir \"$data\"");
    String[] arguments = {"seed", "--dir", "x"};
    FlowforgeCommand.commandLine(Map.of(), DeployedFile.PROJECT, arguments).parseArgs(arguments);
    assertThat(script).contains("data=/seed-data\n", "data=$data/sample");
    assertThat(service("seed").at("volumes").texts()).containsExactly("./seed-data:/seed-data:ro");
    assertThat(KnownSettings.samples().resolve("user.csv")).exists();
  }

  @Test
  void theServerHasTimeToStop() {
    String grace = service("backend").at("stop_grace_period").text();
    assertThat(Long.parseLong(grace.replace("s", "")))
        .isGreaterThan(KnownSettings.secondsToStop(Map.of()));
  }

  @Test
  void noServiceMayDoMoreThanItMust() {
    ours()
        .forEach(
            service -> {
              Node node = service.getValue();
              assertThat(node.at("read_only").text()).as(service.getKey()).isEqualTo("true");
              assertThat(node.at("cap_drop").texts()).containsExactly("ALL");
              assertThat(node.at("security_opt").texts()).containsExactly("no-new-privileges:true");
              assertThat(node.at("mem_limit").isPresent()).isTrue();
              assertThat(node.at("tmpfs").texts()).contains("/tmp");
              assertThat(node.at("restart").text())
                  .isEqualTo(service.getKey().equals("seed") ? "no" : "unless-stopped");
            });
  }

  @Test
  void dataStaysInNamedVolumes() {
    assertThat(DeployedFile.yaml(TEXT).at("volumes").keys())
        .containsExactlyInAnyOrder("postgres", "mongo");
    assertThat(service("postgres").at("volumes").texts())
        .containsExactly("postgres:/var/lib/postgresql/data");
    assertThat(service("mongo").at("volumes").texts()).containsExactly("mongo:/data/db");
  }
}
