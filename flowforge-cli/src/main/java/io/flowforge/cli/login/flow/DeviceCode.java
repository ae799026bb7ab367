package io.flowforge.cli.login.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.login.issuer.Shown;
import io.flowforge.cli.login.issuer.WebAddress;
import io.flowforge.error.UnavailableException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The codes of RFC 8628, section 3.2.
 *
 * @param completeUri the address that contains the code
 */
record DeviceCode(
    String deviceCode,
    String userCode,
    URI verificationUri,
    Optional<URI> completeUri,
    Duration lifetime,
    Duration interval) {

  private static final long DEFAULT_INTERVAL = 5;
  private static final long MAX_INTERVAL = 60;

  /** As long as anybody would wait. */
  private static final long MAX_LIFETIME = Duration.ofMinutes(30).toSeconds();

  static DeviceCode of(URI endpoint, JsonNode body) {
    String deviceCode = body.path("device_code").asText();
    String userCode = Shown.of(body.path("user_code").asText());
    if (deviceCode.isEmpty() || userCode.isEmpty()) {
      throw new UnavailableException(
          endpoint + " responded without the codes of RFC 8628; ask its operator");
    }
    String complete = body.path("verification_uri_complete").asText();
    return new DeviceCode(
        deviceCode,
        userCode,
        address(endpoint, body.path("verification_uri").asText()),
        complete.isEmpty() ? Optional.empty() : Optional.of(address(endpoint, complete)),
        seconds(body, "expires_in", MAX_LIFETIME, MAX_LIFETIME),
        seconds(body, "interval", DEFAULT_INTERVAL, MAX_INTERVAL));
  }

  private static URI address(URI endpoint, String text) {
    return WebAddress.of("the page for device codes", text, endpoint);
  }

  private static Duration seconds(JsonNode body, String name, long whenAbsent, long max) {
    return Duration.ofSeconds(Math.clamp(body.path(name).asLong(whenAbsent), 1, max));
  }

  /** Omits the secret. */
  @Override
  public String toString() {
    return userCode + " at " + verificationUri;
  }
}
