package io.flowforge.cli.embedded.issuer.browser;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What all pages have in common: no script, and nothing from another server. */
public final class PageFrame {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --bg: #fff; --line: #e1e4ea; --text: #1a1e26;
        --muted: #59616f; --hover: #f1f3f6; --accent: #3b55cf; }
      @media (prefers-color-scheme: dark) {
        :root { --bg: #101217; --line: #2a2f39; --text: #e6e9ee; --muted: #9ea7b5;
          --hover: #1c2028; --accent: #9db0ff; }
      }
      body { font: 0.875rem/1.5 system-ui, sans-serif; margin: 0; padding: 1rem;
        background: var(--bg); color: var(--text); }
      main { max-width: 24rem; margin: 10vh auto; }
      h1 { font-size: 1.25rem; line-height: 1.25; margin: 0 0 .5rem; }
      p { margin: 0 0 1rem; overflow-wrap: anywhere; }
      .hint { color: var(--muted); font-size: .8125rem; }
      label, input { display: block; font: inherit; }
      input { font: 1.125rem/1.5 ui-monospace, monospace; letter-spacing: .1em; width: 100%;
        box-sizing: border-box; padding: .375rem .75rem; margin: .25rem 0 1rem; }
      button { display: block; width: 100%; box-sizing: border-box; text-align: left; font: inherit;
        font-weight: 600; padding: .5rem .75rem; margin: 0 0 .5rem; cursor: pointer;
        border: 1px solid var(--line); border-radius: 6px; background: none; color: inherit;
        overflow-wrap: anywhere; }
      [hidden] { display: none; }
      button:hover { background: var(--hover); border-color: var(--accent); }
      button:focus-visible, input:focus-visible { outline: 2px solid var(--accent);
        outline-offset: 2px; }
      button span { display: block; font-weight: 400; color: var(--muted); }
      button.decline { text-align: center; font-weight: 400; margin: 1rem 0; }
      """;

  private PageFrame() {}

  static String message(String title, String text) {
    return of(title, "<p>" + escaped(text) + "</p>");
  }

  /**
   * Returns the page.
   *
   * @param content HTML
   */
  static String of(String title, String content) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%1$s</title>
    <style>%2$s</style>
    </head>
    <body>
    <main>
    <h1>%1$s</h1>
    %3$s
    </main>
    </body>
    </html>
    """
        .formatted(escaped(title), STYLE, content);
  }

  /** Returns the text as HTML, also inside quotation marks. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** Returns the Content-Security-Policy of a page with forms that lead to these sources. */
  public static String policy(String formTargets) {
    return "default-src 'none'; style-src 'sha256-%s'; form-action %s; base-uri 'none'; frame-ancestors 'none'"
        .formatted(hash(STYLE), formTargets);
  }

  private static String hash(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
