package io.flowforge.cli.client.follow;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.CliServer;
import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.client.RequestStanding;
import io.flowforge.cli.connection.Api;
import io.flowforge.cli.connection.ApiPath;
import io.flowforge.cli.connection.Connection;
import io.flowforge.cli.connection.ConnectionChoice;
import io.flowforge.cli.connection.Connections;
import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.error.UnavailableException;
import io.flowforge.request.ServiceRequest;
import io.flowforge.testing.Pipelines;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The stream of a real server brings what looks would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamOfServerTest {

  private CliServer server;
  private Path folder;

  @BeforeAll
  void start(@TempDir Path directory) {
    folder = directory;
    server = new CliServer(directory);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void printsStepsAndLinesWhileNoLookSucceeds() throws Exception {
    Runnable release = server.target().hold();
    ServiceRequest request = request(Pipelines.api(server.target().url()));

    String out =
        followed(
            request,
            printed -> printed.endsWith("s1: Completed\n"),
            () -> {
              server.core().requests().decisions().start(ADMIN, request.id());
              release.run();
            });

    assertThat(out.lines().toList().getFirst()).isEqualTo("s1: Running");
    assertThat(out).containsOnlyOnce("[INFO] Calling POST").containsOnlyOnce("Response status 200");
    assertThat(out.lines().toList().getLast()).isEqualTo("s1: Completed");
  }

  @Test
  void endsAtAnApproval() throws Exception {
    ServiceRequest request = request(Pipelines.approval());

    String out =
        followed(
            request,
            printed -> printed.contains("Waiting for approval"),
            () -> server.core().requests().decisions().start(ADMIN, request.id()));

    assertThat(out).startsWith("s1: Running\n").containsOnlyOnce("[INFO] Waiting for approval");
    assertThat(out.lines()).hasSize(2);
  }

  private ServiceRequest request(String step) {
    return server
        .world()
        .request(server.world().pipeline(Pipelines.chain(List.of(step))), "{\"who\": \"Mike\"}");
  }

  /** Follows the request, of which the first look and those after that output succeed. */
  private String followed(ServiceRequest request, Predicate<String> isPrinted, Runnable afterLook)
      throws Exception {
    var out = new StringWriter();
    try (Connection connection = connection()) {
      var looks = new Looks(connection.api(), () -> isPrinted.test(out.toString()), afterLook);
      var requests = new RequestClient(looks.api(request.id()));
      var progress = RequestProgress.ofSteps(requests, new PrintWriter(out, true));
      var err = new PrintWriter(new StringWriter(), true);
      Optional<JsonNode> end =
          new RequestFollower(requests, progress, err).follow(request.id(), Duration.ZERO);
      assertThat(RequestStanding.of(end.orElseThrow()).isSettled()).isTrue();
    }
    return out.toString().replace("\r\n", "\n");
  }

  private Connection connection() {
    return new Connections(server.remote(MEMBER), new ProjectFolders(folder))
        .open(
            new ConnectionChoice(Optional.empty(), false, Optional.empty(), Optional.empty()),
            _ -> {});
  }

  /** An API of which only some looks at a request succeed. */
  private static final class Looks {

    private final Api api;
    private final BooleanSupplier isAllowed;
    private final Runnable afterFirst;
    private boolean isFirst = true;

    Looks(Api api, BooleanSupplier isAllowed, Runnable afterFirst) {
      this.api = api;
      this.isAllowed = isAllowed;
      this.afterFirst = afterFirst;
    }

    Api api(String requestId) {
      ApiPath details = ApiPath.of("service_request", requestId);
      return (Api)
          Proxy.newProxyInstance(
              Api.class.getClassLoader(),
              new Class<?>[] {Api.class},
              (_, method, arguments) -> {
                if (!arguments[0].equals(details)) {
                  return result(method, arguments);
                }
                if (!isFirst && !isAllowed.getAsBoolean()) {
                  throw new UnavailableException("only the stream knows");
                }
                Object found = result(method, arguments);
                if (isFirst) {
                  isFirst = false;
                  afterFirst.run();
                }
                return found;
              });
    }

    private Object result(Method method, Object[] arguments) throws Throwable {
      try {
        return method.invoke(api, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }
}
