package io.flowforge.cli.embedded.issuer;

import io.flowforge.cli.embedded.issuer.browser.ActivatePage;
import io.flowforge.cli.embedded.issuer.browser.AuthorizePage;
import io.flowforge.cli.embedded.issuer.browser.BrowserReply;
import io.flowforge.cli.embedded.issuer.browser.PageFrame;
import io.flowforge.cli.embedded.issuer.browser.SignOutPage;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The routes of the issuer's pages.
 *
 * @param sessionCookie the name of the cookie by which the issuer knows a browser again
 */
record BrowserRoutes(
    AuthorizePage authorize, ActivatePage activate, SignOutPage signOut, String sessionCookie) {

  private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");
  private static final HeaderName FRAMES = HeaderNames.create("X-Frame-Options");
  private static final HeaderName SNIFFING = HeaderNames.create("X-Content-Type-Options");
  private static final HeaderName REFERRER = HeaderNames.create("Referrer-Policy");

  void add(HttpRouting.Builder routing) {
    routing
        .get(Discovery.AUTHORIZE_PATH, reply(IssuerForms::query, authorize::show))
        .post(Discovery.AUTHORIZE_PATH, reply(IssuerForms::form, authorize::choose))
        .get(Discovery.END_SESSION_PATH, reply(IssuerForms::query, signOut::show))
        .post(Discovery.END_SESSION_PATH, reply(IssuerForms::form, signOut::show))
        .get(Discovery.ACTIVATE_PATH, reply(IssuerForms::query, (form, _) -> activate.show(form)))
        .post(
            Discovery.ACTIVATE_PATH, reply(IssuerForms::form, (form, _) -> activate.choose(form)));
  }

  /**
   * Returns a handler.
   *
   * @param page responds to the parameters, and to what the browser has sent in the cookie
   */
  private Handler reply(
      Function<ServerRequest, Map<String, String>> parameters,
      BiFunction<Map<String, String>, String, BrowserReply> page) {
    return (request, response) ->
        send(response, page.apply(parameters.apply(request), session(request)));
  }

  private String session(ServerRequest request) {
    return request.headers().cookies().first(sessionCookie).orElse("");
  }

  private void send(ServerResponse response, BrowserReply reply) {
    response
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .header(FRAMES, "DENY")
        .header(SNIFFING, "nosniff")
        // Not no-referrer, with which a browser would hide the origin of our own forms.
        .header(REFERRER, "same-origin");
    switch (reply) {
      case BrowserReply.Page page ->
          response
              .status(Status.create(page.status()))
              .header(POLICY, PageFrame.policy(page.formTargets()))
              .header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
              .send(page.html());
      case BrowserReply.SeeOther redirect -> {
        // Lax: sent when a page of a front end leads here, but not with calls of its script.
        redirect
            .session()
            .ifPresent(
                session ->
                    response.header(
                        HeaderNames.SET_COOKIE,
                        sessionCookie + "=" + session + "; Path=/; HttpOnly; SameSite=Lax"));
        response
            .status(Status.SEE_OTHER_303)
            .header(HeaderNames.LOCATION, redirect.target().toString())
            .send();
      }
    }
  }
}
