package io.flowforge.cli.embedded.issuer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.embedded.issuer.grant.AuthorizationCodes;
import io.flowforge.cli.embedded.issuer.grant.BrowserSessions;
import io.flowforge.cli.embedded.issuer.grant.DeviceCodes;
import io.flowforge.cli.embedded.issuer.grant.RefreshTokens;
import java.nio.file.Path;
import java.time.InstantSource;

/** What the endpoints share. Only the refresh tokens outlive a restart. */
record GrantStores(
    AuthorizationCodes codes,
    DeviceCodes devices,
    RefreshTokens refreshTokens,
    BrowserSessions sessions) {

  static GrantStores in(Path directory, ObjectMapper json, InstantSource clock) {
    return new GrantStores(
        new AuthorizationCodes(clock),
        new DeviceCodes(clock),
        RefreshTokens.in(directory, json, clock),
        new BrowserSessions(clock));
  }
}
