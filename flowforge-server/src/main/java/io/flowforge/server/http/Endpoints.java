package io.flowforge.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The routes of one resource. Helidon treats a known path with another method as an unknown path;
 * {@link #refuseOtherMethods} responds with 405 and the allowed methods.
 */
public final class Endpoints {

  private final HttpRules rules;
  private final Map<String, Set<String>> methodsOf = new LinkedHashMap<>();

  private Endpoints(HttpRules rules) {
    this.rules = rules;
  }

  public static Endpoints of(HttpRules rules) {
    return new Endpoints(rules);
  }

  /** Adds a route for GET, and for HEAD, whose response the edge sends without its body. */
  public Endpoints get(String path, Handler handler) {
    return route(Method.GET, path, handler).route(Method.HEAD, path, handler);
  }

  public Endpoints post(String path, Handler handler) {
    return route(Method.POST, path, handler);
  }

  public Endpoints put(String path, Handler handler) {
    return route(Method.PUT, path, handler);
  }

  public Endpoints patch(String path, Handler handler) {
    return route(Method.PATCH, path, handler);
  }

  public Endpoints delete(String path, Handler handler) {
    return route(Method.DELETE, path, handler);
  }

  /** Refuses all other methods on the paths so far. Call it last. */
  public void refuseOtherMethods() {
    methodsOf.forEach(
        (path, methods) -> {
          String allowed = String.join(", ", methods);
          rules.any(
              path,
              (request, _) -> {
                throw new RefusedException(
                        Status.METHOD_NOT_ALLOWED_405,
                        "%s is not allowed here; use %s"
                            .formatted(request.prologue().method().text(), allowed))
                    .with(HeaderNames.ALLOW, allowed);
              });
        });
  }

  private Endpoints route(Method method, String path, Handler handler) {
    rules.route(method, path, handler);
    methodsOf
        .computeIfAbsent(path, _ -> new TreeSet<>(List.of(Method.OPTIONS.text())))
        .add(method.text());
    return this;
  }
}
