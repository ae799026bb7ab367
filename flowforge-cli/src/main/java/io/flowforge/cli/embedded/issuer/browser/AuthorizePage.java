package io.flowforge.cli.embedded.issuer.browser;

import static io.flowforge.cli.embedded.issuer.browser.PageFrame.escaped;

import io.flowforge.cli.embedded.issuer.grant.AuthorizationCodes;
import io.flowforge.cli.embedded.issuer.grant.AuthorizationRequest;
import io.flowforge.cli.embedded.issuer.grant.BrowserSessions;
import io.flowforge.cli.embedded.issuer.grant.OneTimeValues;
import io.flowforge.uri.PercentEncoding;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The page {@code /authorize}: a client asks, a person chooses, and the client gets a code. Nobody
 * is signed in without a click, and a click counts only on a page that this issuer has shown. A
 * client that asks with {@code prompt=none} gets the code by an earlier click for the same client
 * and origin in the same browser.
 */
public final class AuthorizePage {

  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private final AuthorizeRules rules;
  private final AuthorizationCodes codes;
  private final BrowserSessions sessions;
  private final Supplier<List<Person>> people;
  private final OneTimeValues<AuthorizationRequest> transactions;

  public AuthorizePage(
      AuthorizeRules rules,
      AuthorizationCodes codes,
      BrowserSessions sessions,
      Supplier<List<Person>> people,
      InstantSource clock) {
    this.rules = rules;
    this.codes = codes;
    this.sessions = sessions;
    this.people = people;
    transactions = new OneTimeValues<>(LIFETIME, clock);
  }

  /**
   * Shows the people, or what is wrong with the request.
   *
   * @param session what the browser has sent; empty if nothing
   */
  public BrowserReply show(Map<String, String> query, String session) {
    // Until both are known to be right, nobody is sent anywhere.
    if (!rules.clients().contains(query.getOrDefault("client_id", ""))) {
      return unknown("client_id", query);
    }
    Optional<URI> redirect = rules.redirects().allowed(query.getOrDefault("redirect_uri", ""));
    if (redirect.isEmpty()) {
      return unknown("redirect_uri", query);
    }
    String state = query.getOrDefault("state", "");
    Optional<AuthorizeRules.Problem> problem = rules.problemOf(query);
    if (problem.isPresent()) {
      return refused(redirect.get(), state, problem.get());
    }
    var request =
        new AuthorizationRequest(
            query.getOrDefault("client_id", ""),
            redirect.get(),
            state,
            query.getOrDefault("code_challenge", ""),
            query.getOrDefault("scope", ""));
    return AuthorizeRules.isSilent(query) ? silent(request, session) : choice(request);
  }

  /**
   * Sends the code, or the refusal, to the client.
   *
   * @param session what the browser has sent; empty if nothing
   */
  public BrowserReply choose(Map<String, String> form, String session) {
    Optional<AuthorizationRequest> request =
        transactions.take(form.getOrDefault(PeopleForm.TRANSACTION, ""));
    if (request.isEmpty()) {
      return BrowserReply.Page.message(
          400, "This page has expired", "Start to sign in again where you came from.");
    }
    Optional<String> subject = PeopleForm.subject(form, people.get());
    if (subject.isEmpty()) {
      return refused(
          request.get().redirectUri(),
          request.get().state(),
          new AuthorizeRules.Problem("access_denied", "The person declined."));
    }
    return new BrowserReply.SeeOther(
        withCode(request.get(), subject.get()),
        Optional.of(sessions.remember(session, request.get(), subject.get())));
  }

  /** Answers without a page: with a code if the person has chosen before, and is still there. */
  private BrowserReply silent(AuthorizationRequest request, String session) {
    return sessions
        .subject(session, request)
        .filter(chosen -> people.get().stream().map(Person::userId).anyMatch(chosen::equals))
        .<BrowserReply>map(subject -> BrowserReply.SeeOther.to(withCode(request, subject)))
        .orElseGet(
            () ->
                refused(
                    request.redirectUri(),
                    request.state(),
                    new AuthorizeRules.Problem(
                        "login_required", "Nobody has chosen in this browser.")));
  }

  private URI withCode(AuthorizationRequest request, String subject) {
    return returned(
        request.redirectUri(),
        "code=" + PercentEncoding.encode(codes.issue(request, subject)),
        request.state());
  }

  private BrowserReply choice(AuthorizationRequest request) {
    String origin = RedirectRules.origin(request.redirectUri());
    String content =
        """
        <p>Who are you? On this machine, nobody needs a password.</p>
        %s
        <p class="hint">The client %s gets the answer at %s.</p>
        """
            .formatted(
                PeopleForm.html("/authorize", transactions.put(request), "", people.get()),
                escaped(request.clientId()),
                escaped(origin));
    // Chromium applies form-action to the redirect after the form, too. A policy cannot name IPv6.
    String target = origin.contains("[") ? "http:" : origin;
    return new BrowserReply.Page(
        200, PageFrame.of("Sign in to Flowforge", content), "'self' " + target);
  }

  private BrowserReply refused(URI redirect, String state, AuthorizeRules.Problem problem) {
    return BrowserReply.SeeOther.to(
        returned(
            redirect,
            "error=%s&error_description=%s"
                .formatted(
                    PercentEncoding.encode(problem.error()),
                    PercentEncoding.encode(problem.description())),
            state));
  }

  private URI returned(URI redirect, String parameters, String state) {
    String separator = redirect.getRawQuery() == null ? "?" : "&";
    String passedBack = state.isEmpty() ? "" : "&state=" + PercentEncoding.encode(state);
    // See RFC 9207 for the issuer.
    return URI.create(
        redirect
            + separator
            + parameters
            + passedBack
            + "&iss="
            + PercentEncoding.encode(rules.issuer()));
  }

  private static BrowserReply unknown(String parameter, Map<String, String> query) {
    return BrowserReply.Page.message(
        400,
        "This sign-in cannot work",
        "The parameter %s is missing or unknown to this issuer: '%s'. Start at the program that you want to sign in to."
            .formatted(parameter, query.getOrDefault(parameter, "")));
  }
}
