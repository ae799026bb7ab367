package io.flowforge.cli.command;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.CliServer;
import io.flowforge.cli.RunResult;
import io.flowforge.json.Json;
import io.flowforge.organization.Role;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.secret.NewSecret;
import io.flowforge.testing.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each command does the same and prints the same at a server and on the stores. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BothWaysTest {

  /** Ids and times. */
  private static final Pattern VARIABLE =
      Pattern.compile(
          "[0-9a-f]{24}"
              + "|[0-9a-f]{8}-[0-9a-f-]{27}"
              + "|\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d[.0-9Z]*"
              + "|\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d"
              + "|(?m:^s1: Running\n)");

  /** A command, whose arguments may need something new each time. */
  record Case(String name, int exitCode, Supplier<List<String>> arguments) {
    @Override
    public String toString() {
      return name;
    }
  }

  private Path directory;
  private CliServer server;
  private Pipeline approval;
  private Pipeline call;
  private Pipeline replaced;
  private ServiceRequest completed;

  @BeforeAll
  void start(@TempDir Path folder) {
    directory = folder;
    server = new CliServer(directory);
    server.target().answerWith(200);
    approval = server.world().pipeline(Pipelines.chain(List.of(Pipelines.approval())));
    call =
        server
            .world()
            .pipeline(Pipelines.call(server.target().url()).replace("\"p\"", "\"Call it\""));
    server
        .core()
        .secretService()
        .set(
            ADMIN,
            server.world().orgId(),
            new NewSecret("TOKEN", "t0ken-1234", List.of("a.example")));
    replaced = another();
    server
        .world()
        .revised(replaced, Pipelines.call(server.target().url()).replace("\"p\"", "\"Other\""));
    completed = started(call, RequestStatus.COMPLETED);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  Stream<Case> cases() throws IOException {
    Path file = directory.resolve("pipeline.json");
    Files.writeString(
        file,
        Pipelines.chain(List.of(Pipelines.approval()))
            .replace("%d", Integer.toString(server.world().orgId())));
    Path form = Files.writeString(directory.resolve("form.json"), "{\"who\": \"Mike\"}");
    return Stream.of(
        reading("whoami", "whoami"),
        reading("org list", "org", "list"),
        reading("org members", "org", "members", "acme"),
        reading("user list", "user", "list"),
        reading("secret list", "secret", "list"),
        reading("pipeline list", "pipeline", "list"),
        reading("pipeline get", "pipeline", "get", "Call it", "--org", "Acme"),
        reading("preview of a file", "pipeline", "preview", file.toString()),
        failing("preview of another form", 3, "pipeline", "preview", "Call it", "--set", "wo=x"),
        reading("request list", "request", "list", "--all", "--status", "completed,Failed"),
        reading("own requests", "request", "list"),
        reading("request get", "request", "get", completed.id()),
        reading("request steps", "request", "steps", completed.id()),
        reading("request history", "request", "history", completed.id()),
        reading("request logs", "request", "logs", completed.id()),
        reading("logs of a run", "request", "logs", completed.id(), "--run", "1"),
        reading("logs of a step", "request", "logs", completed.id(), "s1", "--follow"),
        reading("request wait", "request", "wait", completed.id()),
        reading("run of an ended one", "run", completed.id(), "--follow"),
        failing("no such request", 4, "request", "get", "65f000000000000000000000"),
        failing("no such step", 4, "request", "logs", completed.id(), "s9"),
        failing("no such run", 4, "request", "logs", completed.id(), "--run", "2"),
        failing("start twice", 5, "request", "start", completed.id()),
        failing("retry a completed one", 5, "request", "retry", completed.id()),
        failing("no such organization", 4, "org", "members", "Nobody"),
        failing("no such status", 3, "request", "list", "--status", "Done"),
        failing("unknown field", 3, "request", "submit", "Call it", "--set", "wo=x"),
        failing("own membership", 6, "org", "remove", "acme", "Ada"),
        new Case("run", 0, () -> List.of("run", waiting())),
        new Case("run --follow", 0, () -> List.of("run", fresh(call).id(), "--follow")),
        new Case("run to approval", 8, () -> List.of("run", fresh(approval).id(), "-f")),
        new Case("start", 0, () -> List.of("request", "start", fresh(call).id(), "-f")),
        new Case("approve", 0, () -> List.of("request", "approve", waiting(), "--follow")),
        new Case("reject", 0, () -> List.of("request", "reject", waiting(), "--remarks", "no")),
        new Case("cancel", 0, () -> List.of("request", "cancel", waiting())),
        new Case(
            "submit",
            0,
            () -> List.of("request", "submit", call.id(), "--set", "who=x", "--remarks", "r")),
        new Case(
            "submit and follow",
            0,
            () ->
                List.of(
                    "request", "submit", "Call it", "--form", form.toString(), "--start", "-f")),
        new Case(
            "submit with a key",
            0,
            () ->
                List.of(
                    "request", "submit", call.id(), "--set", "who=x", "--idempotency-key", "k1")),
        new Case("copy", 0, () -> List.of("request", "copy", completed.id(), "--remarks", "r")),
        failing("copy of nothing", 4, "request", "copy", "65f000000000000000000000"),
        failing("a key with a blank", 3, "request", "copy", "x", "--idempotency-key", "a b"),
        reading("pipeline versions", "pipeline", "versions", replaced.id()),
        reading("an old id means the newest", "pipeline", "get", replaced.id()),
        reading("pipeline diff", "pipeline", "diff", replaced.id()),
        new Case(
            "pipeline update",
            0,
            () -> List.of("pipeline", "update", file.toString(), "--pipeline", another().id())),
        failing(
            "outdated update",
            5,
            "pipeline",
            "update",
            file.toString(),
            "--pipeline",
            replaced.id(),
            "--expected-version",
            "1"),
        new Case("archive", 0, () -> List.of("pipeline", "archive", another().id())),
        new Case("restore", 0, () -> List.of("pipeline", "restore", archived().id())),
        new Case(
            "pipeline create",
            0,
            () -> List.of("pipeline", "create", file.toString(), "--org", "Acme")),
        new Case("org add", 0, () -> List.of("org", "add", "Acme", "Sam", "--role", "Admin")),
        new Case(
            "org remove",
            0,
            () -> {
              server
                  .core()
                  .membershipService()
                  .add(ADMIN, server.world().orgId(), STRANGER.userId(), Role.MEMBER);
              return List.of("org", "remove", "Acme", "Sam");
            }));
  }

  private static Case reading(String name, String... arguments) {
    return failing(name, 0, arguments);
  }

  private static Case failing(String name, int exitCode, String... arguments) {
    return new Case(name, exitCode, () -> List.of(arguments));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bothWaysDoTheSame(Case tried) {
    for (String format : List.of("table", "json")) {
      RunResult remote = run(server.remote(ADMIN), tried, format);
      RunResult direct = run(server.direct(), tried, format, "--as", ADMIN.userId());

      assertThat(remote.exitCode()).as(remote.err()).isEqualTo(tried.exitCode());
      assertThat(direct.exitCode()).as(direct.err()).isEqualTo(tried.exitCode());
      assertThat(normalized(direct.out())).isEqualTo(normalized(remote.out()));
      assertThat(errors(direct)).isEqualTo(errors(remote));
      if (tried.exitCode() > 0 && tried.exitCode() < 8) {
        assertThat(remote.out()).isEmpty();
      }
      if (format.equals("json") && !remote.out().isEmpty()) {
        assertThat(parsed(remote.out())).isNotNull();
      }
    }
  }

  private RunResult run(
      Map<String, String> environment, Case tried, String format, String... more) {
    List<String> arguments = new ArrayList<>(tried.arguments().get());
    arguments.addAll(List.of("--output", format));
    arguments.addAll(List.of(more));
    return server.run(environment, arguments);
  }

  private static JsonNode parsed(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  /** A quick step may be over before it is seen running. */
  private static String normalized(String text) {
    return VARIABLE.matcher(text.replace("s1: Running\n", "")).replaceAll("<variable>");
  }

  /** Returns standard error without the line that names the way, which differs. */
  private static List<String> errors(RunResult result) {
    return normalized(result.err()).lines().filter(line -> !line.startsWith("Using ")).toList();
  }

  private Pipeline another() {
    return server
        .world()
        .pipeline(Pipelines.call(server.target().url()).replace("\"p\"", "\"Another\""));
  }

  private Pipeline archived() {
    Pipeline pipeline = another();
    server.core().pipelineArchive().archive(ADMIN, pipeline.id());
    return pipeline;
  }

  private ServiceRequest fresh(Pipeline pipeline) {
    return server.world().request(pipeline, "{\"who\": \"Mike\"}");
  }

  private String waiting() {
    return started(approval, RequestStatus.PENDING).id();
  }

  private ServiceRequest started(Pipeline pipeline, RequestStatus until) {
    ServiceRequest request = fresh(pipeline);
    server.core().requests().decisions().start(MEMBER, request.id());
    server.world().await(request, until);
    return request;
  }
}
