package io.flowforge.identity;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the identity provider replies to a call about accounts. */
public sealed interface AccountReply {

  /** The accounts that were asked for, or the one that was created. */
  record Accounts(List<ProviderAccount> accounts) implements AccountReply {

    public Accounts {
      accounts = List.copyOf(accounts);
    }
  }

  /** There is an account with that id or e-mail address. */
  record Exists() implements AccountReply {}

  /** The client may not do this. */
  record NotAllowed(String reason) implements AccountReply {}

  /** There is no such API at this URL. */
  record NoApi(URI uri) implements AccountReply {}

  /** The connection does not exist, or does not take users of this client. */
  record NoConnection(String reason) implements AccountReply {}

  /** The provider does not accept these data. */
  record Declined(String reason) implements AccountReply {}

  /**
   * The provider is not available for the moment.
   *
   * @param isRateLimit whether there were too many calls
   * @param delay how long it asks to wait
   */
  record Busy(String reason, boolean isRateLimit, Optional<Duration> delay)
      implements AccountReply {}
}
