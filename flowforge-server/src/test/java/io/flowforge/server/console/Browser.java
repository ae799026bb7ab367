package io.flowforge.server.console;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** A browser at a server, which follows no redirect. */
record Browser(int port, HttpClient http) implements AutoCloseable {

  Browser(int port) {
    this(port, HttpClient.newHttpClient());
  }

  /** A response; the body as it came. */
  record Loaded(int status, HttpResponse<byte[]> response) {

    String header(String name) {
      return String.join(", ", response.headers().allValues(name));
    }

    byte[] bytes() {
      if (!header("Content-Encoding").equals("gzip")) {
        return response.body();
      }
      try (var gzip = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
        return gzip.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String text() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }
  }

  Loaded get(String path, String... headers) {
    return send("GET", path, headers);
  }

  Loaded send(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Loaded(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
