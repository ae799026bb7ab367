package io.flowforge.cli.embedded.issuer;

import io.flowforge.cli.embedded.issuer.grant.DeviceCodes;
import java.util.Map;

/** The endpoint {@code POST /oauth/device/code} (RFC 8628, section 3.1). */
final class DeviceEndpoint {

  private final IssuerOptions options;
  private final Discovery discovery;
  private final DeviceCodes devices;

  DeviceEndpoint(IssuerOptions options, Discovery discovery, DeviceCodes devices) {
    this.options = options;
    this.discovery = discovery;
    this.devices = devices;
  }

  IssuerResponse respond(Map<String, String> form) {
    String clientId = form.getOrDefault("client_id", "");
    if (!clientId.equals(options.clients().cli())) {
      return IssuerResponse.oauthError(
          403, "unauthorized_client", "Unknown client, or it may not use this flow: " + clientId);
    }
    String audience = form.getOrDefault("audience", options.audience());
    return audience.equals(options.audience())
        ? IssuerResponse.ok(
            discovery.device(devices.issue(clientId, form.getOrDefault("scope", ""))))
        : IssuerResponse.noService(audience);
  }
}
