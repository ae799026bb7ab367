package io.flowforge.cli.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.flowforge.server.ServeSettings;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The manifests name only what exists in the code, fit together, and give the code what it needs.
 */
class KubernetesManifestsTest {

  private static final String BASE = "deploy/kubernetes/base/";
  private static final String EXAMPLE = "deploy/kubernetes/example/";
  private static final Node DEPLOYMENT = new DeployedFile(BASE + "deployment.yaml").yaml();
  private static final Node POD = DEPLOYMENT.at("spec", "template", "spec");
  private static final Node CONTAINER = POD.at("containers").list().getFirst();
  private static final Map<String, Object> LABELS = Map.of("app.kubernetes.io/name", "flowforge");

  @Test
  void everyManifestFollowsTheSchemaOfItsKind() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of(BASE, EXAMPLE)) {
      try (Stream<Path> found = Files.list(new DeployedFile(folder).path())) {
        files.addAll(found.filter(file -> file.toString().endsWith(".yaml")).toList());
      }
    }
    for (Path file : files) {
      if (!file.endsWith("kustomization.yaml")) {
        DeployedFile.documents(Files.readString(file)).forEach(KubernetesManifestsTest::check);
      }
    }
  }

  /** Throws if a field is unknown, missing or of another type. */
  private static void check(Node document) {
    JsonElement json = new Gson().toJsonTree(document.map());
    try {
      switch (document.at("kind").text()) {
        case "ConfigMap" -> V1ConfigMap.validateJsonElement(json);
        case "Deployment" -> V1Deployment.validateJsonElement(json);
        case "Ingress" -> V1Ingress.validateJsonElement(json);
        case "NetworkPolicy" -> V1NetworkPolicy.validateJsonElement(json);
        case "PodDisruptionBudget" -> V1PodDisruptionBudget.validateJsonElement(json);
        case "Service" -> V1Service.validateJsonElement(json);
        default -> throw new AssertionError("no schema for " + document.at("kind").text());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theExampleCanBeBuilt() throws Exception {
    List<Node> built = kustomized();
    built.forEach(KubernetesManifestsTest::check);
    assertThat(built)
        .extracting(document -> document.at("kind").text())
        .containsExactlyInAnyOrder(
            "ConfigMap",
            "Deployment",
            "Ingress",
            "NetworkPolicy",
            "PodDisruptionBudget",
            "Service");
    assertThat(built)
        .allSatisfy(
            document ->
                assertThat(document.at("metadata", "namespace").text()).isEqualTo("flowforge"));
    Node container =
        one(built, "Deployment").at("spec", "template", "spec", "containers").list().getFirst();
    // The generated map has another name, which is what replaces the servers after a change.
    assertThat(container.at("envFrom").list().getFirst().at("configMapRef", "name"))
        .isEqualTo(one(built, "ConfigMap").at("metadata", "name"));
    assertThat(container.at("image").text()).startsWith("registry.example.com/flowforge:");
    assertSelected(built);
  }

  private static List<Node> kustomized() throws Exception {
    assumeTrue(hasKubectl(), "SKIPPED: there is no kubectl");
    Process process =
        new ProcessBuilder("kubectl", "kustomize", EXAMPLE)
            .directory(DeployedFile.PROJECT.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return DeployedFile.documents(text);
  }

  private static boolean hasKubectl() {
    try {
      return new ProcessBuilder("kubectl", "kustomize", "--help")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException | InterruptedException _) {
      return false;
    }
  }

  private static Node one(List<Node> documents, String kind) {
    return documents.stream()
        .filter(document -> document.at("kind").text().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static void assertSelected(List<Node> documents) {
    Node deployment = one(documents, "Deployment").at("spec");
    assertThat(deployment.at("selector", "matchLabels").map()).isEqualTo(LABELS);
    assertThat(deployment.at("template", "metadata", "labels").map()).containsAllEntriesOf(LABELS);
    assertThat(one(documents, "Service").at("spec", "selector").map()).isEqualTo(LABELS);
  }

  /** A budget or a policy that selects nothing, or everything, would not be noticed. */
  @Test
  void everySelectorSelectsTheServers() {
    Node budget = new DeployedFile(BASE + "disruption-budget.yaml").yaml().at("spec");
    assertThat(budget.at("selector", "matchLabels").map()).isEqualTo(LABELS);
    assertThat(budget.at("maxUnavailable").number()).isEqualTo(1);
    assertThat(policy().at("podSelector", "matchLabels").map()).isEqualTo(LABELS);
    assertThat(POD.at("topologySpreadConstraints").list())
        .hasSize(2)
        .allSatisfy(
            spread ->
                assertThat(spread.at("labelSelector", "matchLabels").map()).isEqualTo(LABELS));
    assertSelected(List.of(DEPLOYMENT, new DeployedFile(BASE + "service.yaml").yaml()));
  }

  private static Node policy() {
    return new DeployedFile(BASE + "network-policy.yaml").yaml().at("spec");
  }

  @Test
  void aRollingUpdateNeverGoesBelowTheNumberOfServers() {
    Node strategy = DEPLOYMENT.at("spec", "strategy");
    assertThat(strategy.at("type").text()).isEqualTo("RollingUpdate");
    assertThat(strategy.at("rollingUpdate", "maxUnavailable").number()).isZero();
    assertThat(strategy.at("rollingUpdate", "maxSurge").number()).isEqualTo(1);
    assertThat(DEPLOYMENT.at("spec", "replicas").number()).isGreaterThan(1);
  }

  @Test
  void theServerReadsEverySettingAndGetsAllThatItNeeds() {
    Map<String, String> environment = environment();
    KnownSettings.areReadBy(List.of("serve"), environment.keySet());
    environment.putAll(
        Map.of(
            "POSTGRES_URI", "postgres://joe@db:5432/f",
            "MONGO_URI", "mongodb://db:27017",
            "MANAGEMENT_API_SECRET", ""));

    assertThat(ServeSettings.from(environment).issuer().issuer())
        .isEqualTo("https://login.example.com/");
  }

  /** Returns the values, empty where they come from a secret. */
  private static Map<String, String> environment() {
    Map<String, String> values = new HashMap<>();
    for (Node variable : CONTAINER.at("env").list()) {
      values.put(
          variable.at("name").text(),
          variable.at("value").isPresent() ? variable.at("value").text() : "");
    }
    Node generator =
        new DeployedFile(EXAMPLE + "kustomization.yaml")
            .yaml()
            .at("configMapGenerator")
            .list()
            .getFirst();
    for (String literal : generator.at("literals").texts()) {
      int equals = literal.indexOf('=');
      values.put(literal.substring(0, equals), literal.substring(equals + 1));
    }
    return values;
  }

  @Test
  void secretsAreReferredTo() {
    for (Node variable : CONTAINER.at("env").list()) {
      String name = variable.at("name").text();
      boolean isSecret = Stream.of("_URI", "_SECRET", "_SECRET_KEYS").anyMatch(name::endsWith);
      assertThat(variable.at("valueFrom", "secretKeyRef", "name").isPresent())
          .as(name)
          .isEqualTo(isSecret);
    }
    assertThat(new DeployedFile(EXAMPLE + "kustomization.yaml").text())
        .doesNotContain("secretGenerator");
  }

  /** The variables of a service called flowforge would begin with FLOWFORGE_, such as its port. */
  @Test
  void kubernetesSetsNoVariablesOfItsOwn() {
    assertThat(POD.at("enableServiceLinks").text()).isEqualTo("false");
  }

  @Test
  void portsAndProbesExist() {
    var server = KnownSettings.defaults().server();
    Map<String, Integer> ports = new HashMap<>();
    CONTAINER
        .at("ports")
        .list()
        .forEach(port -> ports.put(port.at("name").text(), port.at("containerPort").number()));
    assertThat(ports)
        .isEqualTo(Map.of("http", server.port(), "management", server.managementPort()));
    assertProbe("startupProbe", "/health/ready");
    assertProbe("readinessProbe", "/health/ready");
    assertProbe("livenessProbe", "/health/live");
    Node annotations = DEPLOYMENT.at("spec", "template", "metadata", "annotations");
    assertThat(annotations.at("prometheus.io/port").number()).isEqualTo(server.managementPort());
    assertThat(source("MetricsApi")).contains(quoted(annotations.at("prometheus.io/path").text()));
    Node service = new DeployedFile(BASE + "service.yaml").yaml().at("spec");
    assertThat(service.at("ports").list())
        .extracting(port -> port.at("targetPort").text())
        .containsExactly("http");
  }

  private static void assertProbe(String name, String path) {
    Node call = CONTAINER.at(name, "httpGet");
    assertThat(call.at("path").text()).isEqualTo(path);
    assertThat(call.at("port").text()).isEqualTo("management");
    assertThat(source("ProbesApi")).contains(quoted(path));
    // The checks take 2 s at most.
    assertThat(CONTAINER.at(name, "timeoutSeconds").number()).isGreaterThan(2);
  }

  private static String source(String type) {
    String folder = "flowforge-server/src/main/java/io/flowforge/server/api/";
    return new DeployedFile(folder + type + ".java").text();
  }

  /** And what is for operators stays inside. */
  @Test
  void theIngressPassesOnEveryPageOfTheConsole() {
    Map<String, String> passedOn = new HashMap<>();
    new DeployedFile(EXAMPLE + "ingress.yaml")
        .yaml()
        .at("spec", "rules")
        .list()
        .getFirst()
        .at("http", "paths")
        .list()
        .forEach(path -> passedOn.put(path.at("path").text(), path.at("pathType").text()));
    String pages =
        new DeployedFile(
                "flowforge-server/src/main/java/io/flowforge/server/console/ConsolePaths.java")
            .text();
    List<String> paths =
        pages
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("\"/"))
            .map(line -> line.substring(1, line.indexOf('"', 1)))
            .toList();

    assertThat(paths).contains("/", "/requests/{id}", "/sign-in");
    for (String path : List.of("/console/x", "/favicon.ico", "/api/user", "/docs", "/openapi")) {
      assertThat(isPassedOn(path, passedOn)).as(path).isTrue();
    }
    assertThat(paths).allMatch(path -> isPassedOn(path, passedOn));
    for (String path : List.of("/metrics", "/health/live", "/health/ready", "/nothing")) {
      assertThat(isPassedOn(path, passedOn)).as(path).isFalse();
    }
  }

  private static boolean isPassedOn(String path, Map<String, String> rules) {
    return rules.entrySet().stream()
        .anyMatch(
            rule ->
                path.equals(rule.getKey())
                    || (rule.getValue().equals("Prefix") && path.startsWith(rule.getKey() + "/")));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  /** Servers that start together wait for each other's migrations for up to ten minutes. */
  @Test
  void aServerHasTimeToMigrate() {
    Node probe = CONTAINER.at("startupProbe");
    int seconds = probe.at("periodSeconds").number() * probe.at("failureThreshold").number();
    assertThat(seconds).isGreaterThanOrEqualTo(600);
    assertThat(DEPLOYMENT.at("spec", "progressDeadlineSeconds").number()).isGreaterThan(seconds);
  }

  @Test
  void aServerHasTimeToStop() {
    List<String> preStop = CONTAINER.at("lifecycle", "preStop", "exec", "command").texts();
    assertThat(preStop).hasSize(2).startsWith("sleep");
    long pause = Long.parseLong(preStop.getLast());
    Map<String, String> environment = environment();
    environment.values().removeIf(String::isEmpty);

    assertThat(POD.at("terminationGracePeriodSeconds").number())
        .isEqualTo(45)
        .isGreaterThan((int) (pause + KnownSettings.secondsToStop(environment)));
  }

  @Test
  void theProcessMayDoNoMoreThanItMust() {
    String user = DockerfileTest.user();
    Node pod = POD.at("securityContext");
    assertThat(pod.at("runAsNonRoot").text()).isEqualTo("true");
    assertThat(pod.at("runAsUser").text() + ":" + pod.at("runAsGroup").text()).isEqualTo(user);
    assertThat(pod.at("seccompProfile", "type").text()).isEqualTo("RuntimeDefault");
    Node container = CONTAINER.at("securityContext");
    assertThat(container.at("readOnlyRootFilesystem").text()).isEqualTo("true");
    assertThat(container.at("allowPrivilegeEscalation").text()).isEqualTo("false");
    assertThat(container.at("capabilities", "drop").texts()).containsExactly("ALL");
    assertThat(CONTAINER.at("volumeMounts").list())
        .extracting(mount -> mount.at("mountPath").text())
        .containsExactly("/tmp");
    assertThat(POD.at("automountServiceAccountToken").text()).isEqualTo("false");
    assertThat(CONTAINER.at("resources", "limits", "memory"))
        .isEqualTo(CONTAINER.at("resources", "requests", "memory"));
  }

  @Test
  void thePolicyAllowsCallsMetricsAndWhatTheServerConnectsTo() {
    assertThat(policy().at("policyTypes").texts()).containsExactly("Ingress", "Egress");
    assertThat(ports("ingress")).containsExactly("http", "management");
    assertThat(ports("egress")).containsExactly("53", "53", "5432", "27017", "443");
    assertThat(policy().at("egress").list().getLast().at("to").list())
        .allSatisfy(to -> assertThat(to.at("ipBlock", "except").texts()).isNotEmpty());
  }

  private static List<String> ports(String direction) {
    return policy().at(direction).list().stream()
        .flatMap(rule -> rule.at("ports").list().stream())
        .map(port -> port.at("port").text())
        .toList();
  }
}
