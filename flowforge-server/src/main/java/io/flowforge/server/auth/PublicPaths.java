package io.flowforge.server.auth;

import io.flowforge.request.callback.Callbacks;

/** The paths of the API that need no access token. */
final class PublicPaths {

  private static final String HEALTHCHECK = "/api/healthcheck";

  private PublicPaths() {}

  /**
   * Returns whether a path needs no access token. Of the paths of callbacks, only those have one
   * segment more that leads nowhere else, however somebody may read it.
   *
   * @param path decoded
   */
  static boolean contain(String path) {
    if (!path.startsWith(Callbacks.PATH)) {
      return path.equals(HEALTHCHECK);
    }
    String token = path.substring(Callbacks.PATH.length());
    return !token.isEmpty()
        && token.indexOf('/') < 0
        && token.indexOf('\\') < 0
        && !token.equals(".")
        && !token.equals("..");
  }
}
