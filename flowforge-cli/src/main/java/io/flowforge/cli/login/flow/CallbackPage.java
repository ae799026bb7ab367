package io.flowforge.cli.login.flow;

/** The page that a browser shows at the end of a sign-in. It loads and runs nothing. */
final class CallbackPage {

  static final String POLICY = "default-src 'none'; frame-ancestors 'none'";

  private CallbackPage() {}

  static String of(String title, String text) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>%1$s</title>
    </head>
    <body>
    <h1>%1$s</h1>
    <p>%2$s</p>
    </body>
    </html>
    """
        .formatted(escaped(title), escaped(text));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
