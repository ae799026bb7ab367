package io.flowforge.server.api;

import io.flowforge.identity.Caller;
import io.flowforge.identity.DisplayName;
import io.flowforge.identity.User;
import io.flowforge.identity.UserService;
import io.flowforge.organization.Membership;
import io.flowforge.organization.MembershipService;
import io.flowforge.server.auth.BearerToken;
import io.flowforge.server.http.Callers;
import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.flowforge.server.signup.SignUps;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Users: sign-up, login and public profiles. */
public final class UserApi implements HttpService {

  private final UserService users;
  private final MembershipService memberships;
  private final SignUps signUps;
  private final JsonBodies json;

  /**
   * Creates the service.
   *
   * @param signUps closed when the server stops
   */
  public UserApi(
      UserService users, SignUps signUps, MembershipService memberships, JsonBodies json) {
    this.users = users;
    this.signUps = signUps;
    this.memberships = memberships;
    this.json = json;
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules)
        .get("/login", this::login)
        .post("/user", this::create)
        .get("/user", this::list)
        // Identity providers choose the ids, which can contain slashes.
        .get("/user/{+user_id}", this::get)
        .refuseOtherMethods();
  }

  @Override
  public void afterStop() {
    signUps.close();
  }

  /**
   * The request body of a sign-up.
   *
   * @param name null to take the name from the identity provider
   */
  record SignUp(@Nullable String name) {}

  /** A user without the e-mail address, for other users. */
  record PublicUser(
      String userId, String name, String identityProvider, Instant createdOn, boolean deleted) {

    static PublicUser of(User user) {
      return new PublicUser(
          user.userId(), user.name(), user.identityProvider(), user.createdOn(), user.deleted());
    }
  }

  /** A user with the memberships. */
  record Profile(
      String userId,
      String name,
      String identityProvider,
      Instant createdOn,
      List<MembershipJson> memberships) {

    static Profile of(User user, List<Membership> memberships) {
      return new Profile(
          user.userId(),
          user.name(),
          user.identityProvider(),
          user.createdOn(),
          MembershipJson.listOf(memberships));
    }
  }

  /** Returns 404 for an unknown user, after which front ends offer to sign up. */
  private void login(ServerRequest request, ServerResponse response) {
    json.send(response, users.login(Callers.personOf(request)));
  }

  private void create(ServerRequest request, ServerResponse response) {
    Optional<DisplayName> name = signUps.chosenName(json.read(request, SignUp.class).name());
    Caller.Person person = Callers.personOf(request);
    json.send(
        response,
        users.signUp(person, () -> signUps.newcomer(person, () -> BearerToken.in(request), name)));
  }

  private void list(ServerRequest request, ServerResponse response) {
    json.send(response, users.list().map(PublicUser::of));
  }

  private void get(ServerRequest request, ServerResponse response) {
    User user = users.get(request.path().pathParameters().get("user_id"));
    json.send(response, Profile.of(user, memberships.ofUser(user.userId())));
  }
}
