package io.flowforge.cli.embedded.issuer.browser;

import java.net.URI;

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

  /** A redirect, which the browser follows with GET. */
  record SeeOther(URI target) implements BrowserReply {}
}
