package io.flowforge.server.testing;

import io.flowforge.error.ConflictException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import io.flowforge.server.http.Callers;
import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Routes that show how the HTTP layer treats requests and failures. */
public final class EchoApi implements HttpService {

  public record Thing(
      @Nullable String name,
      @Nullable Integer size,
      @Nullable Boolean good,
      @Nullable List<Part> parts) {}

  public record Part(@Nullable String partName) {}

  /** Has a permit for each call of {@code /api/hold} that has arrived. */
  public final Semaphore entered = new Semaphore(0);

  /** Keeps calls of {@code /api/hold} waiting until it is open. */
  public final CountDownLatch gate = new CountDownLatch(1);

  private final JsonBodies json;

  public EchoApi(JsonBodies json) {
    this.json = json;
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules)
        .get("/whoami", (request, response) -> json.send(response, Callers.of(request).userId()))
        .get("/healthcheck", (_, response) -> json.send(response, "Server working!"))
        .get("/null", (_, response) -> json.send(response, null))
        .get("/fail/{kind}", this::fail)
        .get("/fail-in-list/{kind}", this::failInList)
        .get("/hold", this::hold)
        .post("/thing", (request, response) -> json.send(response, json.read(request, Thing.class)))
        .put(
            "/thing",
            (request, response) ->
                json.send(
                    response, json.readOr(request, Thing.class, new Thing("", null, null, null))))
        .get("/thing/{id}/logs/{+name}", this::name)
        .refuseOtherMethods();
  }

  private void name(ServerRequest request, ServerResponse response) {
    json.send(response, request.path().pathParameters().get("name"));
  }

  private void hold(ServerRequest request, ServerResponse response) throws InterruptedException {
    entered.release();
    gate.await();
    json.send(response, "held");
  }

  private void fail(ServerRequest request, ServerResponse response) {
    throw failure(request);
  }

  /** Fails when the first item of the list is on its way, as a store does that is lost then. */
  private void failInList(ServerRequest request, ServerResponse response) {
    RuntimeException failure = failure(request);
    Iterable<Thing> things =
        () ->
            Stream.of(1, 2)
                .map(
                    size -> {
                      if (size == 2) {
                        throw failure;
                      }
                      return new Thing("first", size, true, List.of());
                    })
                .iterator();
    json.send(response, Map.of("things", things));
  }

  private static RuntimeException failure(ServerRequest request) {
    return switch (request.path().pathParameters().get("kind")) {
      case "invalid" -> new InvalidException("bad", List.of("first", "second"));
      case "manifold" ->
          new InvalidException(
              "\0".repeat(100_000), Collections.nCopies(21_000, "\"\ud83d\ude80".repeat(1_000)));
      case "forbidden" -> new ForbiddenException("not you");
      case "missing" -> new NotFoundException("nothing");
      case "conflict" -> new ConflictException("too late");
      case "unavailable" -> new UnavailableException("later", new IllegalStateException("pg down"));
      default -> new IllegalStateException("secret internals");
    };
  }
}
