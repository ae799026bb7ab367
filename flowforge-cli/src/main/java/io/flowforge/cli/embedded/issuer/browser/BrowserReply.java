package io.flowforge.cli.embedded.issuer.browser;

import java.net.URI;
import java.util.Optional;

/** A response to a browser. */
public sealed interface BrowserReply {

  /**
   * A page.
   *
   * @param formTargets where its forms may lead, as sources of a Content-Security-Policy
   */
  record Page(int status, String html, String formTargets) implements BrowserReply {

    /** Returns a page without a form. */
    static Page message(int status, String title, String text) {
      return new Page(status, PageFrame.message(title, text), "'none'");
    }
  }

  /**
   * A redirect, which the browser follows with GET.
   *
   * @param session what the browser is to send from now on; empty if nothing changes
   */
  record SeeOther(URI target, Optional<String> session) implements BrowserReply {

    static SeeOther to(URI target) {
      return new SeeOther(target, Optional.empty());
    }
  }
}
