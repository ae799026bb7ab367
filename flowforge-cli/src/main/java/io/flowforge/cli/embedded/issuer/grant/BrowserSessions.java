package io.flowforge.cli.embedded.issuer.grant;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom people have chosen to be, by browser, client and origin. So a page of the same client that
 * was loaded again need not ask again. After a restart of the issuer, people choose again. Safe for
 * use by many threads.
 */
public final class BrowserSessions {

  /** The usual limit of Auth0, however often the session is used. */
  private static final Duration LIFETIME = Duration.ofDays(7);

  /** More than the people at one machine need; the oldest make room. */
  private static final int MAX_CHOICES = 1000;

  private record Key(String session, String clientId, String origin) {}

  private record Choice(String subject, Instant expiresAt) {}

  private final RandomText random = new RandomText();
  private final Map<Key, Choice> choices = new LinkedHashMap<>();
  private final InstantSource clock;

  public BrowserSessions(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Remembers a choice.
   *
   * @param session what the browser has sent; empty if nothing
   * @return what the browser is to send from now on; always new, so that nobody can know it before
   */
  public synchronized String remember(
      String session, AuthorizationRequest request, String subject) {
    String next = random.next();
    List<Key> earlier =
        choices.keySet().stream().filter(key -> key.session().equals(session)).toList();
    for (Key key : earlier) {
      choices.put(new Key(next, key.clientId(), key.origin()), choices.remove(key));
    }
    if (choices.size() >= MAX_CHOICES) {
      choices.remove(choices.keySet().iterator().next());
    }
    choices.put(key(next, request), new Choice(subject, clock.instant().plus(LIFETIME)));
    return next;
  }

  /** Returns whom the person in that browser has chosen to be for the client that asks. */
  public synchronized Optional<String> subject(String session, AuthorizationRequest request) {
    return Optional.ofNullable(choices.get(key(session, request)))
        .filter(choice -> clock.instant().isBefore(choice.expiresAt()))
        .map(Choice::subject);
  }

  /** Forgets all choices of the browser. */
  public synchronized void forget(String session) {
    choices.keySet().removeIf(key -> key.session().equals(session));
  }

  private static Key key(String session, AuthorizationRequest request) {
    return new Key(session, request.clientId(), request.redirectUri().resolve("/").toString());
  }
}
