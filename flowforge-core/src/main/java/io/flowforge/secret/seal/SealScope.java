package io.flowforge.secret.seal;

import java.nio.charset.StandardCharsets;

/** What a sealed value belongs to; elsewhere, it cannot be opened. */
public record SealScope(int orgId, String name, int version) {

  /** The scope of the canary of a key: no organization has this number. */
  static SealScope ofCanary(String keyId) {
    return new SealScope(0, keyId, 0);
  }

  /** The name comes last: no number has a bar, so that each text has one meaning. */
  byte[] authenticated(String part) {
    return (part + "|" + orgId + "|" + version + "|" + name).getBytes(StandardCharsets.UTF_8);
  }
}
