package io.flowforge.cli.command.secret;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.CliServer;
import io.flowforge.cli.RunResult;
import io.flowforge.identity.Caller;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.secret.reference.SecretValue;
import io.flowforge.testing.SealKeys;
import io.flowforge.testing.SecretSteps;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretCommandsTest {

  private final InputStream input = System.in;
  private CliServer server;

  @BeforeEach
  void start(@TempDir Path directory) {
    server = new CliServer(directory);
  }

  @AfterEach
  void stop() {
    System.setIn(input);
    server.close();
  }

  @Test
  void aSecretIsSetListedAndDeleted() {
    RunResult set = run(ADMIN, "t0ken-1234\n", "secret", "set", "TOKEN", "--host", "127.0.0.1");
    assertThat(set.err()).doesNotContain("t0ken");
    assertThat(set.out()).isEqualTo("Set secret TOKEN of Acme, version 1, for 127.0.0.1\n");
    assertThat(value("TOKEN")).isEqualTo("t0ken-1234");

    RunResult again = run(ADMIN, "an0ther-1\nline\n", "secrets", "set", "TOKEN");
    assertThat(again.out()).contains("version 2");
    assertThat(value("TOKEN")).isEqualTo("an0ther-1\nline");

    RunResult list = run(ADMIN, "", "secret", "list", "--org", "Acme");
    assertThat(list.out()).contains("TOKEN", "127.0.0.1", ADMIN.userId()).doesNotContain("an0ther");

    server.world().pipeline(SecretSteps.header(server.target().url(), "TOKEN"));
    RunResult refused = run(ADMIN, "", "secret", "delete", "TOKEN");
    assertThat(refused.exitCode()).isEqualTo(5);
    assertThat(refused.err()).contains("is used by the pipeline 'p'");

    run(ADMIN, "unused-123", "secret", "set", "UNUSED", "--host", "a.example");
    assertThat(run(ADMIN, "", "secret", "delete", "UNUSED").out())
        .isEqualTo("Deleted secret UNUSED of Acme\n");
    assertThat(run(ADMIN, "", "secret", "delete", "UNUSED").exitCode()).isEqualTo(4);
  }

  @Test
  void whatIsWrongHasItsExitCode() {
    assertThat(run(ADMIN, "short", "secret", "set", "T", "--host", "a.example").exitCode())
        .isEqualTo(3);
    assertThat(run(ADMIN, "", "secret", "set", "T").exitCode()).isEqualTo(3);
    assertThat(run(MEMBER, "12345678", "secret", "set", "T", "--host", "a.example").exitCode())
        .isEqualTo(6);
    assertThat(run(MEMBER, "", "secret", "list").exitCode()).isEqualTo(6);
    assertThat(run(ADMIN, "", "secret", "set", "T", "the-value-1").exitCode()).isEqualTo(2);
  }

  @Test
  void literalSecretsOfAPipelineAreLifted() {
    Pipeline before =
        server
            .world()
            .pipeline(
                SecretSteps.step(
                    """
                    "method": "POST", "url": "%s", "data": {"password": "hush-hush-1"},
                    "headers": {"Authorization": "Bearer ghp_12345678"}"""
                        .formatted(server.target().url())));

    RunResult tried = run(ADMIN, "", "pipeline", "lift-secrets", "p", "--dry-run");
    assertThat(tried.out()).isEqualTo("Nothing was changed; secrets that would be moved: 2\n");
    assertThat(tried.err()).contains("S1_AUTHORIZATION for 127.0.0.1:").doesNotContain("ghp_");

    RunResult lifted = run(ADMIN, "", "pipeline", "lift-secrets", "p");
    assertThat(lifted.exitCode()).as(lifted.err()).isZero();
    assertThat(lifted.out()).startsWith("Created version 2").contains("; secrets: 2");
    assertThat(value("S1_AUTHORIZATION")).isEqualTo("ghp_12345678");
    assertThat(value("S1_DATA_PASSWORD")).isEqualTo("hush-hush-1");
    assertThat(run(ADMIN, "", "pipeline", "get", "p", "-o", "json").out())
        .contains("Bearer ${secret.S1_AUTHORIZATION}")
        .doesNotContain("ghp_", "hush-hush");

    ServiceRequest request = server.world().request(before, "{}");
    server.core().requests().decisions().start(MEMBER, request.id());
    server.world().await(request, RequestStatus.COMPLETED);
    assertThat(server.target().calls().getLast().header("Authorization"))
        .isEqualTo("Bearer ghp_12345678");
    assertThat(run(ADMIN, "", "pipeline", "lift-secrets", "p").out())
        .isEqualTo("There is no literal secret to move\n");
    assertThat(run(MEMBER, "", "pipeline", "lift-secrets", "p").exitCode()).isEqualTo(6);
  }

  @Test
  void keysAreRotated() {
    run(ADMIN, "t0ken-1234\n", "secret", "set", "TOKEN", "--host", "127.0.0.1");

    RunResult rewrapped = rewrap("k2", "k1");
    assertThat(rewrapped.exitCode()).as(rewrapped.err()).isZero();
    assertThat(rewrapped.out())
        .contains(
            "Secrets sealed with another key: 1",
            "No secret, output or callback needs 'k1' any more")
        .doesNotContain("Still needed");
    assertThat(rewrap("k2", "k1").out()).startsWith("Secrets sealed with another key: 0");
    assertThat(rewrap("k2").exitCode()).isZero();

    RunResult lost = rewrap("k1");
    assertThat(lost.exitCode()).isEqualTo(3);
    assertThat(lost.err()).contains("its canary of the key 'k2'");
    assertThat(rewrap().err()).contains("FLOWFORGE_SECRET_KEYS is not set");
  }

  private RunResult run(Caller caller, String typed, String... arguments) {
    System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
    return server.run(server.remote(caller), List.of(arguments));
  }

  private RunResult rewrap(String... keys) {
    Map<String, String> environment = new HashMap<>(server.direct());
    environment.put("FLOWFORGE_SECRET_KEYS", SealKeys.setting(keys));
    return server.run(environment, List.of("secrets", "rewrap"));
  }

  private String value(String name) {
    return server
        .core()
        .storedSecrets()
        .resolve(server.world().orgId(), Set.of(name), Set.of())
        .values()
        .stream()
        .map(SecretValue::value)
        .findFirst()
        .orElse("");
  }
}
