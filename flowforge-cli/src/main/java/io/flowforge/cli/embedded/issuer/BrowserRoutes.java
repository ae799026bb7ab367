package io.flowforge.cli.embedded.issuer;

import io.flowforge.cli.embedded.issuer.browser.ActivatePage;
import io.flowforge.cli.embedded.issuer.browser.AuthorizePage;
import io.flowforge.cli.embedded.issuer.browser.BrowserReply;
import io.flowforge.cli.embedded.issuer.browser.PageFrame;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.function.Function;

/** The routes of the issuer's pages. */
record BrowserRoutes(AuthorizePage authorize, ActivatePage activate) {

  private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");
  private static final HeaderName FRAMES = HeaderNames.create("X-Frame-Options");
  private static final HeaderName SNIFFING = HeaderNames.create("X-Content-Type-Options");
  private static final HeaderName REFERRER = HeaderNames.create("Referrer-Policy");

  void add(HttpRouting.Builder routing) {
    routing
        .get(Discovery.AUTHORIZE_PATH, reply(IssuerForms::query, authorize::show))
        .post(Discovery.AUTHORIZE_PATH, reply(IssuerForms::form, authorize::choose))
        .get(Discovery.ACTIVATE_PATH, reply(IssuerForms::query, activate::show))
        .post(Discovery.ACTIVATE_PATH, reply(IssuerForms::form, activate::choose));
  }

  private static Handler reply(
      Function<ServerRequest, Map<String, String>> parameters,
      Function<Map<String, String>, BrowserReply> page) {
    return (request, response) -> send(response, page.apply(parameters.apply(request)));
  }

  private static void send(ServerResponse response, BrowserReply reply) {
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
      case BrowserReply.SeeOther redirect ->
          response
              .status(Status.SEE_OTHER_303)
              .header(HeaderNames.LOCATION, redirect.target().toString())
              .send();
    }
  }
}
