package io.flowforge.cli.embedded.issuer;

import java.time.Duration;
import java.util.List;

/**
 * The users, clients and tokens of the local issuer.
 *
 * @param audience the {@code aud} of users' tokens, which the server requires
 * @param clientId the client that may call the management API
 * @param clientSecret the secret of that client
 * @param tokenLifetime how long a token is valid
 * @param clients the clients of the API
 */
public record IssuerOptions(
    String audience,
    String clientId,
    String clientSecret,
    Duration tokenLifetime,
    List<IssuerUser> users,
    IssuerClients clients) {

  public IssuerOptions {
    users = List.copyOf(users);
  }

  /** Returns options with tokens that are valid for a day. */
  public static IssuerOptions of(
      String audience, String clientId, String clientSecret, List<IssuerUser> users) {
    return new IssuerOptions(
        audience, clientId, clientSecret, Duration.ofHours(24), users, IssuerClients.USUAL);
  }

  public IssuerOptions withClients(IssuerClients other) {
    return new IssuerOptions(audience, clientId, clientSecret, tokenLifetime, users, other);
  }

  /** Returns the options without secrets. */
  @Override
  public String toString() {
    return "audience=" + audience + " client=" + clientId + " users=" + users.size();
  }
}
