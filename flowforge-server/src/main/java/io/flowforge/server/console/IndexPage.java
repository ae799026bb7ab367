package io.flowforge.server.console;

import io.flowforge.server.content.EncodedFile;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The only page of the console, which names the files of this build. Browsers ask for it anew each
 * time. Thread-safe.
 */
final class IndexPage implements Handler {

  private static final HeaderName CONTENT_SECURITY_POLICY =
      HeaderNames.create("Content-Security-Policy");

  private static final List<Header> HEADERS =
      List.of(
          HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-cache"),
          // Addresses contain ids, and at the end of a sign-in a code.
          HeaderValues.create(HeaderNames.create("Referrer-Policy"), "same-origin"),
          HeaderValues.create(HeaderNames.create("Cross-Origin-Opener-Policy"), "same-origin"),
          HeaderValues.create(
              HeaderNames.create("Permissions-Policy"),
              "camera=(), geolocation=(), microphone=(), payment=(), usb=()"));

  /** The page under a policy. */
  private record Prepared(String policy, EncodedFile file) {}

  private final byte[] html;
  private final ConsolePolicy policy;
  private volatile Prepared prepared;

  IndexPage(String html, ConsolePolicy policy) {
    this.html = html.getBytes(StandardCharsets.UTF_8);
    this.policy = policy;
    prepared = prepared(policy.text());
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    Prepared current = prepared;
    String text = policy.text();
    if (!current.policy().equals(text)) {
      current = prepared(text);
      prepared = current;
    }
    HEADERS.forEach(response::header);
    response.header(CONTENT_SECURITY_POLICY, current.policy());
    current.file().send(request, response);
  }

  /** A browser that gets 304 keeps the policy that it has, so another policy needs another tag. */
  private Prepared prepared(String text) {
    String version =
        ConsoleFiles.version(html) + ConsoleFiles.version(text.getBytes(StandardCharsets.UTF_8));
    return new Prepared(text, EncodedFile.of(FileTypes.HTML, html, version));
  }
}
