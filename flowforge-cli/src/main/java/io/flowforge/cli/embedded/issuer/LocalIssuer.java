package io.flowforge.cli.embedded.issuer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.embedded.issuer.browser.ActivatePage;
import io.flowforge.cli.embedded.issuer.browser.AuthorizePage;
import io.flowforge.cli.embedded.issuer.browser.AuthorizeRules;
import io.flowforge.cli.embedded.issuer.browser.Person;
import io.flowforge.cli.embedded.issuer.browser.RedirectRules;
import io.flowforge.cli.embedded.issuer.browser.SignOutPage;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.embedded.loopback.LoopbackServer;
import io.flowforge.error.NotFoundException;
import io.flowforge.json.Json;
import io.helidon.webserver.WebServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * An identity provider on loopback that imitates Auth0: discovery, keys, tokens, and the users of
 * the management API. It is for one machine only: its options contain the passwords.
 */
public final class LocalIssuer implements AutoCloseable {

  private static final int MAX_BODY_BYTES = 64 * 1024;

  /** Followed by the port, because browsers send cookies to all ports of a host. */
  private static final String SESSION_COOKIE = "flowforge-issuer-";

  private final WebServer server;
  private final String issuer;
  private final IssuerOptions options;
  private final IssuerUsers users;
  private final IssuerTokens tokens;

  private LocalIssuer(Path directory, int port, IssuerOptions options, InstantSource clock) {
    this.options = options;
    issuer = "http://" + LoopbackPort.HOST + ":" + port + "/";
    users = new IssuerUsers(options.users());
    ObjectMapper json = Json.mapper();
    IssuerKey key = IssuerKey.in(directory);
    tokens = new IssuerTokens(json, key, issuer, options.tokenLifetime(), clock);
    GrantStores stores = GrantStores.in(directory, json, clock);
    var discovery = new Discovery(issuer, key);
    var redirects = new RedirectRules(options.clients().origins());
    var routes =
        new IssuerRoutes(
            json,
            discovery,
            tokenEndpoint(stores),
            new DeviceEndpoint(options, discovery, stores.devices()),
            new UsersEndpoint(users, token -> tokens.subject(token, options.audience())),
            token -> tokens.isValid(token, managementAudience()));
    BrowserRoutes pages = pages(stores, redirects, clock);
    server =
        LoopbackServer.start(
            port,
            MAX_BODY_BYTES,
            routing -> {
              routing.addFilter(new IssuerGuard(port, redirects));
              routes.add(routing);
              pages.add(routing);
            });
  }

  private TokenEndpoint tokenEndpoint(GrantStores stores) {
    var granted = new GrantedTokens(tokens, options.audience(), stores.refreshTokens());
    return new TokenEndpoint(
        options, users, stores, granted, new MachineGrants(options, managementAudience(), granted));
  }

  private BrowserRoutes pages(GrantStores stores, RedirectRules redirects, InstantSource clock) {
    var rules =
        new AuthorizeRules(issuer, options.audience(), options.clients().people(), redirects);
    return new BrowserRoutes(
        new AuthorizePage(rules, stores.codes(), stores.sessions(), this::people, clock),
        new ActivatePage(stores.devices(), this::people, clock),
        new SignOutPage(redirects, stores.sessions()),
        SESSION_COOKIE + URI.create(issuer).getPort());
  }

  private List<Person> people() {
    return users.all().stream()
        .map(user -> new Person(user.userId(), user.name(), user.email()))
        .toList();
  }

  /**
   * Starts an issuer.
   *
   * @param directory the folder for its key
   * @throws io.flowforge.error.ConflictException if the port is taken
   */
  public static LocalIssuer open(
      Path directory, LoopbackPort port, IssuerOptions options, InstantSource clock) {
    return port.open(number -> new LocalIssuer(directory, number, options, clock));
  }

  /** Returns the {@code iss} of its tokens, which is its URL with a trailing slash. */
  public String issuer() {
    return issuer;
  }

  public String jwksUri() {
    return issuer + Discovery.JWKS_PATH.substring(1);
  }

  public String tokenUri() {
    return issuer + Discovery.TOKEN_PATH.substring(1);
  }

  /** Returns the {@code aud} of users' tokens. */
  public String audience() {
    return options.audience();
  }

  /** Returns the {@code aud} of tokens for the management API, which is also its URL. */
  public String managementAudience() {
    return issuer + "api/v2/";
  }

  /**
   * Returns a token of the user, without the password.
   *
   * @param userId with the provider's prefix
   * @throws NotFoundException if there is no such user
   */
  public String tokenFor(String userId) {
    IssuerUser user =
        users
            .find(userId)
            .orElseThrow(() -> new NotFoundException("the local issuer has no user " + userId));
    return tokens.issue(user.userId(), options.audience());
  }

  @Override
  public void close() {
    server.stop();
  }
}
