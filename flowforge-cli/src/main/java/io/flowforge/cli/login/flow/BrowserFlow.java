package io.flowforge.cli.login.flow;

import io.flowforge.cli.login.issuer.IssuedTokens;
import io.flowforge.cli.login.issuer.IssuerCalls;
import io.flowforge.cli.login.issuer.IssuerMetadata;
import io.flowforge.cli.login.issuer.Refusal;
import io.flowforge.cli.login.issuer.TokenForm;
import io.flowforge.error.InvalidException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The authorization code flow in a browser on this machine, which returns to a port of this
 * command.
 *
 * @param tell receives the lines for the person
 * @param browser opens an address, and returns whether it could
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252">RFC 8252</a>
 */
public record BrowserFlow(
    IssuerCalls calls,
    LoginClient client,
    Consumer<String> tell,
    Predicate<URI> browser,
    CallbackPorts ports) {

  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  /** Signs somebody in, and waits for it a few minutes. */
  public IssuedTokens signIn(IssuerMetadata issuer) {
    return signIn(issuer, TIMEOUT);
  }

  IssuedTokens signIn(IssuerMetadata issuer, Duration timeout) {
    URI endpoint = issuer.authorizationEndpoint();
    if (endpoint == null) {
      throw new InvalidException(
          "the issuer %s cannot sign people in with a browser; sign in with --device"
              .formatted(issuer.issuer()));
    }
    Pkce pkce = Pkce.create();
    String state = Pkce.randomText();
    try (LoopbackCallback callback = ports.open(state, issuer.issuer())) {
      URI address = address(endpoint, pkce, state, callback.redirectUri());
      boolean isOpen = browser.test(address);
      tell.accept(
          isOpen
              ? "Your browser should have opened a page to sign in. If it has not, open this"
                  + " address:"
              : "To sign in, open this address in a browser on this machine:");
      tell.accept("  " + address);
      return switch (callback.await(timeout)) {
        case LoopbackCallback.Code code -> exchange(issuer, pkce, callback.redirectUri(), code);
        case LoopbackCallback.Denied denied ->
            throw SignInRefused.because(new Refusal(denied.error(), denied.description()), client);
      };
    }
  }

  private URI address(URI endpoint, Pkce pkce, String state, URI redirectUri) {
    String query =
        TokenForm.client(client.id())
            .with("response_type", "code")
            .with("redirect_uri", redirectUri.toString())
            .with("scope", client.scope())
            .with("audience", client.audience())
            .with("state", state)
            .with("code_challenge", pkce.challenge())
            .with("code_challenge_method", "S256")
            .encoded();
    return URI.create(endpoint + (endpoint.getRawQuery() == null ? "?" : "&") + query);
  }

  private IssuedTokens exchange(
      IssuerMetadata issuer, Pkce pkce, URI redirectUri, LoopbackCallback.Code code) {
    TokenForm form =
        TokenForm.grant("authorization_code", client.id())
            .with("code", code.code())
            .with("redirect_uri", redirectUri.toString())
            .with("code_verifier", pkce.verifier());
    return SignInRefused.tokensOf(calls.token(issuer.tokenEndpoint(), form), client);
  }
}
