package io.flowforge.cli.embedded.issuer;

import io.flowforge.uri.PercentEncoding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A person with a browser, who follows no redirect unless told to. */
public final class Visitor implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();

  public HttpResponse<String> open(String address) {
    return send(HttpRequest.newBuilder(URI.create(address)));
  }

  /** Presses the button of the person with that id on the page; an empty id declines. */
  public HttpResponse<String> choose(HttpResponse<String> page, String userId) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("transaction", value(page.body(), "transaction"));
    if (page.body().contains("name=\"user_code\"")) {
      form.put("user_code", value(page.body(), "user_code"));
    }
    form.put("user", userId);
    return post(page.uri().resolve(page.uri().getPath()).toString(), form, origin(page.uri()));
  }

  /** Sends a form as a page of the origin; an empty origin sends none. */
  public HttpResponse<String> post(String address, Map<String, String> form, String origin) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(form)));
    if (!origin.isEmpty()) {
      request.header("Origin", origin);
    }
    return send(request);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }

  public static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                PercentEncoding.encodeForForm(field.getKey())
                    + "="
                    + PercentEncoding.encodeForForm(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  public static String origin(URI address) {
    return address.getScheme() + "://" + address.getRawAuthority();
  }

  private static String value(String html, String name) {
    String before = "name=\"" + name + "\" value=\"";
    int begin = html.indexOf(before);
    if (begin < 0) {
      throw new AssertionError("no field " + name + " in " + html);
    }
    int from = begin + before.length();
    return html.substring(from, html.indexOf('"', from));
  }
}
