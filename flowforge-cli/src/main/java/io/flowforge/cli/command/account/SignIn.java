package io.flowforge.cli.command.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.connection.UnreachableException;
import io.flowforge.cli.folders.RunningUp;
import io.flowforge.cli.login.Profile;
import io.flowforge.cli.login.ProfileName;
import io.flowforge.cli.login.Profiles;
import io.flowforge.cli.login.SignedIn;
import io.flowforge.cli.login.flow.BrowserFlow;
import io.flowforge.cli.login.flow.DeviceFlow;
import io.flowforge.cli.login.flow.DirectFlow;
import io.flowforge.cli.login.flow.LoginClient;
import io.flowforge.cli.login.flow.Pause;
import io.flowforge.cli.login.issuer.IssuedTokens;
import io.flowforge.cli.login.issuer.IssuerCalls;
import io.flowforge.cli.login.issuer.IssuerMetadata;
import io.flowforge.cli.login.issuer.ServerMetadata;
import io.flowforge.cli.login.issuer.WebAddress;
import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.UnavailableException;
import io.flowforge.seed.SeedUser;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A sign-in to a server, whose issuer has been found. */
final class SignIn {

  /**
   * What every sign-in needs.
   *
   * @param tell receives the lines for the person
   */
  record Context(
      IssuerCalls calls,
      ObjectMapper json,
      Profiles profiles,
      InstantSource clock,
      Consumer<String> tell) {}

  private final Context context;
  private final URI server;
  private final String profileName;
  private final IssuerMetadata issuer;
  private final LoginClient client;

  private SignIn(
      Context context, URI server, String profileName, IssuerMetadata issuer, LoginClient client) {
    this.context = context;
    this.server = server;
    this.profileName = profileName;
    this.issuer = issuer;
    this.client = client;
  }

  /**
   * Asks the server and its issuer.
   *
   * @param profileName the name that was given; empty for the name of the server
   * @param clientId the client that was given; empty for the one that the server names
   */
  static SignIn begin(
      Context context, URI server, Optional<String> profileName, Optional<String> clientId) {
    warn(context, "the server", server);
    // Before anybody signs in for nothing.
    String name = ProfileName.checked(profileName.orElseGet(() -> ProfileName.of(server)));
    ServerMetadata metadata = metadata(context, server);
    String client =
        clientId
            .or(metadata::cliClientId)
            .orElseThrow(
                () ->
                    new InvalidException(
                        "the server %s names no client for this command; ask its operator to set OIDC_CLI_CLIENT_ID, or add --client-id"
                            .formatted(server)));
    warn(context, "the issuer", metadata.issuer());
    return new SignIn(
        context,
        server,
        name,
        IssuerMetadata.of(context.calls(), metadata.issuer()),
        new LoginClient(client, metadata.audience(), metadata.scope()));
  }

  boolean hasDeviceFlow() {
    return issuer.deviceEndpoint() != null;
  }

  void device() {
    person(
        new DeviceFlow(context.calls(), client, context.tell(), context.clock(), Pause.ofThread())
            .signIn(issuer));
  }

  void browser(Browsers browsers) {
    person(
        new BrowserFlow(context.calls(), client, context.tell(), browsers::open, browsers.ports())
            .signIn(issuer));
  }

  /**
   * @param isStored whether the secret is stored, because the environment does not have it
   * @param scope null where the issuer needs none
   */
  void machine(String secret, boolean isStored, @Nullable String scope) {
    IssuedTokens tokens = new DirectFlow(context.calls(), client).machine(issuer, secret, scope);
    save(
        SignedIn.machine(
            profile(tokens), tokens, isStored ? secret : "", scope, context.clock().instant()));
  }

  /** Signs in a person of the seed data, at the issuer of the same running process. */
  void samplePerson(RunningUp up, SeedUser person) {
    if (!issuer.issuer().equals(up.issuer())) {
      throw new ConflictException(
          "%s names the issuer %s, but flowforge up runs %s; start it again"
              .formatted(server, issuer.issuer(), up.issuer()));
    }
    person(
        new DirectFlow(context.calls(), client)
            .password(issuer, person.email(), person.password()));
  }

  private void person(IssuedTokens tokens) {
    save(SignedIn.person(profile(tokens), tokens, context.clock().instant()));
  }

  private Profile profile(IssuedTokens tokens) {
    return new Profile(
        profileName,
        server,
        issuer.issuer(),
        client.audience(),
        client.id(),
        tokens.subject(context.json()));
  }

  private void save(SignedIn signedIn) {
    context.profiles().save(signedIn);
    Profile profile = signedIn.profile();
    context
        .tell()
        .accept(
            "Signed in to %s%s. Commands now use this sign-in, profile %s, unless told otherwise."
                .formatted(
                    server,
                    profile.subject().isEmpty() ? "" : " as " + profile.subject(),
                    profile.name()));
    boolean canRenew = signedIn.isMachine() || !signedIn.refreshToken().isEmpty();
    if (!canRenew) {
      context
          .tell()
          .accept(
              "The issuer gave no refresh token, so the sign-in ends at %s; its operator may allow offline access."
                  .formatted(signedIn.expiresAt()));
    }
  }

  private static ServerMetadata metadata(Context context, URI server) {
    try {
      return ServerMetadata.of(context.calls(), server);
    } catch (UnavailableException e) {
      if (e.getCause() == null) {
        // It responded, but not as expected.
        throw e;
      }
      throw new UnreachableException(e.userMessage(), e);
    }
  }

  private static void warn(Context context, String what, URI address) {
    if (WebAddress.isReadableOnTheWay(address)) {
      context
          .tell()
          .accept(
              "Warning: others on the network can read what is sent to %s, %s; use https."
                  .formatted(what, address));
    }
  }
}
