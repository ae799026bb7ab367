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
 * The probes for operators: whether the process is alive (if not, restart it), and whether it is
 * ready (if not, send it no calls).
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
   * The response of a probe.
   *
   * @param checks the state of each check by name
   */
  record ProbeJson(String status, Map<String, String> checks) {}

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules)
        .get("/health/live", this::live)
        .get("/health/ready", this::ready)
        .refuseOtherMethods();
  }

  private void live(ServerRequest request, ServerResponse response) {
    json.send(response, new ProbeJson(UP, Map.of()));
  }

  private void ready(ServerRequest request, ServerResponse response) throws InterruptedException {
    Map<String, Boolean> checks = readiness.check();
    boolean isReady = checks.values().stream().allMatch(isUp -> isUp);
    Map<String, String> shown = new TreeMap<>();
    checks.forEach((name, isUp) -> shown.put(name, isUp ? UP : DOWN));
    json.send(
        response,
        isReady ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503,
        new ProbeJson(isReady ? UP : DOWN, shown));
  }
}
