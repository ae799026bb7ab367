package io.flowforge.cli.login.issuer;

import io.flowforge.uri.PercentEncoding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters of a request to an issuer. Immutable. */
public final class TokenForm {

  /** A person's refresh token, and claims that tell who signed in; what servers usually name. */
  public static final String SCOPE = "openid profile email offline_access";

  private final Map<String, String> parameters;

  private TokenForm(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /** Returns a form for the grant. */
  public static TokenForm grant(String type, String clientId) {
    return client(clientId).with("grant_type", type);
  }

  /** Returns a form that names the client. */
  public static TokenForm client(String clientId) {
    return new TokenForm(Map.of()).with("client_id", clientId);
  }

  /** Returns the form for new tokens (RFC 6749, section 6). */
  public static TokenForm refresh(String clientId, String refreshToken) {
    return grant("refresh_token", clientId).with("refresh_token", refreshToken);
  }

  /**
   * Returns the form for the token of a machine (RFC 6749, section 4.4).
   *
   * @param scope null where the issuer needs none
   */
  public static TokenForm clientCredentials(
      String clientId, String secret, String audience, @Nullable String scope) {
    TokenForm form =
        grant("client_credentials", clientId)
            .with("client_secret", secret)
            .with("audience", audience);
    return scope == null ? form : form.with("scope", scope);
  }

  /** Returns the form with one more parameter. */
  public TokenForm with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new TokenForm(more);
  }

  /** Returns the parameters as {@code application/x-www-form-urlencoded}. */
  public String encoded() {
    return parameters.entrySet().stream()
        .map(
            parameter ->
                PercentEncoding.encodeForForm(parameter.getKey())
                    + "="
                    + PercentEncoding.encodeForForm(parameter.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** Returns the names of the parameters, without their values. */
  @Override
  public String toString() {
    return parameters.keySet().toString();
  }
}
