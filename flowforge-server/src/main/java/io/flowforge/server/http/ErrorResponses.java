package io.flowforge.server.http;

import io.flowforge.error.ConflictException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import io.flowforge.server.json.ErrorBody;
import io.flowforge.trace.LogEvent;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Maps every exception to the response that the client gets. */
final class ErrorResponses implements ErrorHandler<Throwable> {

  private static final Logger LOG = System.getLogger(ErrorResponses.class.getName());
  private static final String SECONDS_UNTIL_RETRY = "5";

  private final JsonBodies json;

  ErrorResponses(JsonBodies json) {
    this.json = json;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response, Throwable failure) {
    ErrorBody body = bodyFor(CallerCheck.reasonOf(request, failure), request, response);
    json.send(response, Status.create(body.code()), body);
  }

  private ErrorBody bodyFor(Throwable failure, ServerRequest request, ServerResponse response) {
    return switch (failure) {
      case InvalidException invalid -> new ErrorBody(invalid.userMessage(), 400, invalid.details());
      case ForbiddenException forbidden -> new ErrorBody(forbidden.userMessage(), 403);
      case NotFoundException missing -> new ErrorBody(missing.userMessage(), 404);
      case ConflictException conflict -> new ErrorBody(conflict.userMessage(), 409);
      case UnavailableException down -> {
        // Without the stack trace: while a store is down, every call is logged here.
        Object reason = down.getCause() == null ? down.userMessage() : down.getCause();
        LOG.log(Level.WARNING, failed(request).with("reason", reason));
        yield unavailable(response, down.userMessage());
      }
      // The server is stopping and has waited long enough.
      case InterruptedException _ -> unavailable(response, UnavailableException.STOPPING);
      case RefusedException refused -> {
        refused.headers().forEach(response::header);
        yield new ErrorBody(refused.userMessage(), refused.status().code());
      }
      case HttpException other when other.status().code() < 500 ->
          new ErrorBody(messageFor(other.status()), other.status().code());
      default -> {
        LOG.log(Level.ERROR, failed(request).toString(), failure);
        yield new ErrorBody(messageFor(Status.INTERNAL_SERVER_ERROR_500), 500);
      }
    };
  }

  private static ErrorBody unavailable(ServerResponse response, String message) {
    response.header(HeaderNames.RETRY_AFTER, SECONDS_UNTIL_RETRY);
    return new ErrorBody(message, 503);
  }

  /** Returns the message for a status that Helidon chose. */
  static String messageFor(Status status) {
    return switch (status.code()) {
      case 400 -> "the request is malformed";
      case 404 -> "there is no such route; /docs shows all of them";
      case 413 -> "the request body is too large";
      case 503 -> "too many concurrent requests; retry in a second";
      default ->
          status.code() >= 500
              ? "internal server error; the server log has the details"
              : "the request cannot be served: " + status.reasonPhrase();
    };
  }

  private static LogEvent failed(ServerRequest request) {
    return RequestLine.addTo(LogEvent.of("request_failed"), request);
  }
}
