package io.flowforge.live.event;

import java.util.Locale;

/** Why a server ends a stream whose end has not come. */
public enum CloseReason {
  /** It has been open for as long as a stream may be. */
  LIMIT,
  /** The server stops. */
  STOPPING,
  /** The caller's access token has expired. */
  EXPIRED,
  /** The caller may no longer see what the stream is about, or it is gone. */
  FORBIDDEN,
  /** What has happened to the request could not be read, which is a bug. */
  FAILED,
  /** The viewer has read too slowly for what happens. */
  SLOW;

  /** Returns the name that viewers read. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
