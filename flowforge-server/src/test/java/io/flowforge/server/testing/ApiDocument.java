package io.flowforge.server.testing;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Holds what the server answers against openapi.yaml. */
public final class ApiDocument {

  public static final String TEXT = read();

  private static final OpenApiInteractionValidator VALIDATOR =
      OpenApiInteractionValidator.createForInlineApiSpecification(TEXT)
          .withBasePathOverride("/api")
          .build();

  private ApiDocument() {}

  /** Fails when the document has no such route, status, media type or shape. */
  public static void requireDescribed(String method, String path, HttpResponse<String> answer) {
    requireDescribed(
        method,
        path,
        answer.statusCode(),
        answer.headers().firstValue("Content-Type").orElse(""),
        answer.body());
  }

  /** The same for an answer that no client of Java has read. */
  public static void requireDescribed(
      String method, String path, int status, String contentType, String body) {
    var response =
        SimpleResponse.Builder.status(status).withContentType(contentType).withBody(body).build();
    ValidationReport report =
        VALIDATOR.validateResponse(inTheApi(path), Method.valueOf(method), response);
    if (report.hasErrors()) {
      throw new AssertionError(
          "%s %s was answered %d %s, which openapi.yaml does not describe: %s"
              .formatted(method, path, status, body, report.getMessages()));
    }
  }

  /** Fails when the document would not have the request, with a token and a body of JSON. */
  public static void requireTaken(String method, String path, List<String> query, String body) {
    var request =
        new SimpleRequest.Builder(Method.valueOf(method), path).withAuthorization("Bearer token");
    for (String parameter : query) {
      request.withQueryParam(
          parameter.substring(0, parameter.indexOf('=')),
          parameter.substring(parameter.indexOf('=') + 1));
    }
    if (!body.isEmpty()) {
      request.withContentType("application/json").withBody(body);
    }
    ValidationReport report = VALIDATOR.validateRequest(request.build());
    if (report.hasErrors()) {
      throw new AssertionError(report.getMessages().toString());
    }
  }

  /** The validator knows one base path, but what tells how to sign in is outside it. */
  private static String inTheApi(String path) {
    return path.startsWith("/.well-known/") ? "/api" + path : path;
  }

  private static String read() {
    try {
      return Files.readString(Path.of("..", "openapi.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
