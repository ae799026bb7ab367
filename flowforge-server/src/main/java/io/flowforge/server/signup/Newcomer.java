package io.flowforge.server.signup;

import io.flowforge.identity.DisplayName;
import io.flowforge.identity.ProviderUser;
import java.util.Optional;

/**
 * What the identity provider says about a person who signs up.
 *
 * @param identityProvider the connection with which the person logs in
 * @param name the name for a person who has not chosen one
 */
record Newcomer(String email, String identityProvider, Optional<DisplayName> name) {

  static Newcomer of(ProviderUser record) {
    return new Newcomer(record.email(), record.identityProvider(), Optional.empty());
  }
}
