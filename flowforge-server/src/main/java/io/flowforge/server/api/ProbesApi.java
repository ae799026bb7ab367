package io.flowforge.server.api;

import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.TreeMap;

/**
 * What whoever runs the server asks it: whether the process is alive (restart it if not), and
 * whether it can do its work at the moment (send it no calls if not).
 */
public final class ProbesApi implements HttpService {

  private static final String UP = "up";
  private static final String DOWN = "down";

  private final Readiness readiness;
  private final JsonBodies json;

  public ProbesApi(Readiness readiness, JsonBodies json) {
    this.readiness = readiness;
    this.json = json;
  }

  /**
   * The answer of a probe.
   *
   * @param checks what was looked at, and how it is
   */
  record Health(String status, Map<String, String> checks) {}

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules)
        .get("/health/live", this::live)
        .get("/health/ready", this::ready)
        .refuseOtherMethods();
  }

  private void live(ServerRequest request, ServerResponse response) {
    json.send(response, new Health(UP, Map.of()));
  }

  private void ready(ServerRequest request, ServerResponse response) throws InterruptedException {
    Map<String, Boolean> checks = readiness.check();
    boolean isReady = checks.values().stream().allMatch(isUp -> isUp);
    Map<String, String> shown = new TreeMap<>();
    checks.forEach((name, isUp) -> shown.put(name, isUp ? UP : DOWN));
    json.send(
        response,
        isReady ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503,
        new Health(isReady ? UP : DOWN, shown));
  }
}
