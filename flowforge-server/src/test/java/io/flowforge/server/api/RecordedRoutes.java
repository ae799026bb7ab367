package io.flowforge.server.api;

import io.flowforge.Flowforge;
import io.flowforge.server.ServerAccess;
import io.flowforge.server.auth.IssuerConfig;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The routes that services register, such as {@code GET /user}; taken from the registrations. */
final class RecordedRoutes {

  private RecordedRoutes() {}

  /** Returns the routes that openapi.yaml describes. */
  static Set<String> described(Flowforge core) {
    List<HttpService> services = new ArrayList<>(ServerAccess.services(core));
    services.add(ServerAccess.signIn(new IssuerConfig("https://login.example.com/", "api", null)));
    return of(services);
  }

  static Set<String> of(List<HttpService> services) {
    Set<String> routes = new TreeSet<>();
    var rules =
        (HttpRules)
            Proxy.newProxyInstance(
                HttpRules.class.getClassLoader(),
                new Class<?>[] {HttpRules.class},
                (proxy, called, arguments) -> {
                  record(routes, called.getName(), arguments);
                  return proxy;
                });
    services.forEach(service -> service.routing(rules));
    return routes;
  }

  private static void record(Set<String> routes, String called, Object... arguments) {
    if (arguments[0] instanceof Method method && arguments[1] instanceof String path) {
      // Endpoints adds it to each GET, and its response is the same without the body.
      if (!method.equals(Method.HEAD)) {
        routes.add(method.text() + " " + path);
      }
    } else if (!called.equals("any")) {
      // Any other way to register a route would go past the matrix.
      throw new AssertionError("a route that Endpoints did not register: " + called);
    }
  }
}
