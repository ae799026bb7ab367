package io.flowforge.server;

import io.flowforge.Flowforge;
import io.flowforge.error.UnavailableException;
import io.flowforge.identity.Caller;
import io.flowforge.json.Json;
import io.flowforge.server.api.live.LiveApi;
import io.flowforge.server.auth.PrivateKeyFilter;
import io.flowforge.server.http.CorsPolicy;
import io.flowforge.server.http.HttpLimits;
import io.flowforge.server.http.HttpPipeline;
import io.flowforge.server.http.JsonBodies;
import io.flowforge.server.signup.SignUps;
import io.flowforge.server.stream.StopsFirst;
import io.helidon.webserver.WebServer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/**
 * The API for one caller in the same process, such as an operator at the command line who has the
 * credentials of the stores. It listens on loopback, and each call needs a token that is new for
 * each server. It runs no requests and does not own the core.
 */
public final class PrivateServer implements AutoCloseable {

  /** As long as the keys of AES-256. */
  private static final int TOKEN_BYTES = 32;

  /** No page may read responses; the name cannot exist (RFC 6761). */
  private static final String NO_ORIGIN = "https://none.invalid";

  private final WebServer server;
  private final StopsFirst live;
  private final String token;

  private PrivateServer(WebServer server, StopsFirst live, String token) {
    this.server = server;
    this.live = live;
    this.token = token;
  }

  /**
   * Starts to listen on a free port.
   *
   * @throws UnavailableException if that is impossible
   */
  public static PrivateServer start(Flowforge core, Caller caller) {
    String token = newToken();
    var json = new JsonBodies(Json.mapper());
    var limits = HttpLimits.DEFAULT;
    var live =
        new LiveApi(
            core, json, limits.streams(), new CompositeMeterRegistry(), InstantSource.system());
    WebServer server =
        HttpPipeline.server(
                new CorsPolicy(List.of(NO_ORIGIN)),
                limits,
                json,
                new PrivateKeyFilter(token, caller),
                FlowforgeServer.services(
                    core, SignUps.withoutIssuer(core.management()), json, live),
                List.of(),
                new CompositeMeterRegistry())
            .port(0)
            .address(InetAddress.getLoopbackAddress())
            .build()
            .start();
    if (!server.isRunning()) {
      throw new UnavailableException("cannot listen on a port of this machine");
    }
    return new PrivateServer(server, live, token);
  }

  /** Returns the base URL, without a trailing slash. */
  public URI url() {
    return URI.create(
        "http://%s:%d".formatted(InetAddress.getLoopbackAddress().getHostAddress(), server.port()));
  }

  /** Returns the token that each call needs. */
  public String token() {
    return token;
  }

  @Override
  public void close() {
    live.stopResponses();
    server.stop();
  }

  private static String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
