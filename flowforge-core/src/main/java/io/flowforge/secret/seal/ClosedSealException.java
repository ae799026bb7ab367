package io.flowforge.secret.seal;

import java.util.List;

/** A sealed value cannot be opened. The message is the end of a sentence about it. */
public final class ClosedSealException extends Exception {

  private static final long serialVersionUID = 1L;

  private ClosedSealException(String message) {
    super(message);
  }

  static ClosedSealException unknownKey(String keyId, List<String> known) {
    return new ClosedSealException(
        "is sealed with the key '%s', and this server has %s"
            .formatted(
                keyId,
                known.isEmpty()
                    ? "no keys; set FLOWFORGE_SECRET_KEYS"
                    : "only '"
                        + String.join("', '", known)
                        + "'; add '"
                        + keyId
                        + "' to FLOWFORGE_SECRET_KEYS"));
  }

  static ClosedSealException changed() {
    return new ClosedSealException(
        "cannot be opened: the key of that id is another one, or somebody has changed the row");
  }

  /** Returns the message, never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
