package io.flowforge.load.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Calls that the load generator does not make, one at a time in each thread. The thread that calls
 * also reads the response: a client with threads of its own takes longer than the server between
 * two calls.
 */
public final class SingleCalls implements AutoCloseable {

  private static final Timeout TIMEOUT = Timeout.of(Duration.ofSeconds(30));

  /** More than there are threads that call. */
  private static final int CONNECTIONS = 256;

  private final CloseableHttpClient http =
      HttpClients.custom()
          .setConnectionManager(
              PoolingHttpClientConnectionManagerBuilder.create()
                  .setMaxConnTotal(CONNECTIONS)
                  .setMaxConnPerRoute(CONNECTIONS)
                  .setDefaultConnectionConfig(
                      ConnectionConfig.custom().setConnectTimeout(TIMEOUT).build())
                  .build())
          .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(TIMEOUT).build())
          .disableAutomaticRetries()
          .disableRedirectHandling()
          .build();
  private final ObjectMapper json = Json.mapper();

  /** Returns whether the URL answers with 200. */
  public boolean isServing(String url) {
    try {
      return http.execute(
          new HttpUriRequestBase("GET", URI.create(url)),
          response -> {
            EntityUtils.consume(response.getEntity());
            return response.getCode() == 200;
          });
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Returns the body of the response.
   *
   * @param body empty for none
   * @throws IllegalStateException if the status is not 2xx
   */
  public byte[] bytes(String method, String url, String token, String body) {
    var request = new HttpUriRequestBase(method, URI.create(url));
    request.setHeader("Authorization", "Bearer " + token);
    if (!body.isEmpty()) {
      request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
    }
    try {
      return http.execute(
          request,
          response -> {
            HttpEntity entity = response.getEntity();
            byte[] content = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
            if (response.getCode() / 100 != 2) {
              throw new IllegalStateException(
                  "%s %s was answered with %d: %s"
                      .formatted(
                          method,
                          url,
                          response.getCode(),
                          new String(content, StandardCharsets.UTF_8)));
            }
            return content;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + url, e);
    }
  }

  /** Returns the body of the response as JSON. */
  public JsonNode json(String method, String url, String token, String body) {
    try {
      return json.readTree(bytes(method, url, token, body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
