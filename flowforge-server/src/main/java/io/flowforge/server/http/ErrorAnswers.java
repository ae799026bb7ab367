package io.flowforge.server.http;

import io.flowforge.error.ConflictException;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a failure looks like to the client, the only place that decides it. */
final class ErrorAnswers implements ErrorHandler<Throwable> {

  private static final Logger LOG = System.getLogger(ErrorAnswers.class.getName());
  private static final String SECONDS_UNTIL_RETRY = "5";

  private final JsonBodies json;

  ErrorAnswers(JsonBodies json) {
    this.json = json;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response, Throwable failure) {
    switch (failure) {
      case FlowforgeException foreseen -> send(request, response, foreseen);
      case RefusedException refused -> {
        refused.headers().forEach(response::header);
        send(response, refused.status(), refused.getMessage(), List.of());
      }
      case HttpException helidons when helidons.status().code() < 500 ->
          send(response, helidons.status(), messageFor(helidons.status()), List.of());
      // The server stops and has waited long enough.
      case InterruptedException _ -> unavailable(response, "the server is stopping; try again");
      default -> {
        log(request, response, Level.ERROR, failure);
        Status status = Status.INTERNAL_SERVER_ERROR_500;
        send(response, status, messageFor(status), List.of());
      }
    }
  }

  /** What there is to say to a client that met a status before any of our code saw the request. */
  static String messageFor(Status status) {
    return switch (status.code()) {
      case 400 -> "the request is malformed";
      case 404 -> "there is no such route";
      case 413 -> "the body is too large";
      case 414 -> "the address is too long";
      case 503 -> "too many requests at the same time; try again in a second";
      case 505 -> "use HTTP/1.1";
      default ->
          status.code() >= 500
              ? "something went wrong on our side; the log of the server tells more"
              : "the request cannot be served: " + status.reasonPhrase();
    };
  }

  private void send(ServerRequest request, ServerResponse response, FlowforgeException foreseen) {
    String message = foreseen.userMessage();
    switch (foreseen) {
      case InvalidException invalid ->
          send(response, Status.BAD_REQUEST_400, message, invalid.details());
      case ForbiddenException _ -> send(response, Status.FORBIDDEN_403, message, List.of());
      case NotFoundException _ -> send(response, Status.NOT_FOUND_404, message, List.of());
      case ConflictException _ -> send(response, Status.CONFLICT_409, message, List.of());
      case UnavailableException _ -> {
        log(request, response, Level.WARNING, foreseen);
        unavailable(response, message);
      }
    }
  }

  private void unavailable(ServerResponse response, String message) {
    response.header(HeaderNames.RETRY_AFTER, SECONDS_UNTIL_RETRY);
    send(response, Status.SERVICE_UNAVAILABLE_503, message, List.of());
  }

  private void send(
      ServerResponse response, Status status, @Nullable String message, List<String> details) {
    String text = message == null ? messageFor(status) : message;
    json.send(response, status, new ErrorBody(text, status.code(), details));
  }

  private static void log(
      ServerRequest request, ServerResponse response, Level level, Throwable failure) {
    LOG.log(
        level,
        () ->
            "event=request_failed request_id=%s method=%s path=\"%s\""
                .formatted(
                    response.headers().first(RequestId.HEADER).orElse(""),
                    request.prologue().method().text(),
                    request.prologue().uriPath().rawPath()),
        failure);
  }
}
