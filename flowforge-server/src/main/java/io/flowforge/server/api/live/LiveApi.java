package io.flowforge.server.api.live;

import io.flowforge.Flowforge;
import io.flowforge.live.LiveOrganizations;
import io.flowforge.live.LiveRequests;
import io.flowforge.live.LiveStream;
import io.flowforge.live.StreamPosition;
import io.flowforge.live.event.CloseReason;
import io.flowforge.server.api.PathParameters;
import io.flowforge.server.api.submission.RequestHeaders;
import io.flowforge.server.edge.EdgePeer;
import io.flowforge.server.http.Callers;
import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.flowforge.server.http.RefusedException;
import io.flowforge.server.memory.ReceivedBody;
import io.flowforge.server.stream.StopsFirst;
import io.flowforge.server.stream.StreamLimits;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Streams of what happens to requests, as server-sent events. */
public final class LiveApi implements HttpService, StopsFirst {

  private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
  private static final HeaderName X_ACCEL_BUFFERING = HeaderNames.create("X-Accel-Buffering");

  private final LiveRequests requests;
  private final LiveOrganizations organizations;
  private final EventJson events;
  private final StreamLimits limits;
  private final StreamPlaces places;
  private final StreamMeters meters;
  private final InstantSource clock;

  /**
   * Creates the service.
   *
   * @param clock the clock by which access tokens expire
   */
  public LiveApi(
      Flowforge core,
      JsonBodies json,
      StreamLimits limits,
      MeterRegistry registry,
      InstantSource clock) {
    this.requests = core.liveRequests();
    this.organizations = core.liveOrganizations();
    this.events = new EventJson(json);
    this.limits = limits;
    this.places = new StreamPlaces(limits);
    this.meters = new StreamMeters(registry, places);
    this.clock = clock;
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules)
        .get("/service_request/{id}/events", this::request)
        .get("/organization/{org_id}/events", this::organization)
        .refuseOtherMethods();
  }

  @Override
  public void stopResponses() {
    places.stop();
  }

  private void request(ServerRequest request, ServerResponse response) {
    StreamPosition last =
        lastEventId(request).map(StreamPosition::parse).orElse(StreamPosition.BEGIN);
    String id = request.path().pathParameters().get("id");
    serve(request, response, () -> requests.open(Callers.of(request), id, last));
  }

  private void organization(ServerRequest request, ServerResponse response) {
    int orgId = PathParameters.orgId(request);
    Optional<String> last = lastEventId(request);
    serve(request, response, () -> organizations.open(Callers.of(request), orgId, last));
  }

  /** A client that has no event yet may send an empty header. */
  private static Optional<String> lastEventId(ServerRequest request) {
    return RequestHeaders.text(request, LAST_EVENT_ID).filter(id -> !id.isEmpty());
  }

  private void serve(
      ServerRequest request, ServerResponse response, Supplier<? extends LiveStream> opening) {
    EventStreamType.requireAccepted(request);
    // A body says nothing here, and its memory must not be held for as long as the stream is open.
    request.context().get(ReceivedBody.class).ifPresent(ReceivedBody::close);
    if (request.prologue().method().equals(Method.HEAD)) {
      opening.get().close();
      describe(response);
      response.send();
      return;
    }
    try (StreamPlaces.Place place = place(request);
        LiveStream stream = opening.get()) {
      place.onStop(() -> stream.close(CloseReason.STOPPING));
      describe(response);
      var session = new StreamSession(stream, events, limits, timeLeft(request), hasLeft(request));
      write(session, response);
    }
  }

  private StreamPlaces.Place place(ServerRequest request) {
    try {
      return places.take(Callers.of(request).userId());
    } catch (RefusedException e) {
      meters.refused();
      throw e;
    }
  }

  private void write(StreamSession session, ServerResponse response) {
    String reason = StreamMeters.LEFT;
    try (var body = response.outputStream()) {
      reason = session.run(body);
    } catch (IOException | UncheckedIOException e) {
      throw new ServerConnectionException("the client closed the connection", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("the server is stopping", e);
    } finally {
      meters.closed(reason);
    }
  }

  private static void describe(ServerResponse response) {
    response
        .header(HeaderNames.CONTENT_TYPE, EventStreamType.NAME)
        .header(HeaderNames.CACHE_CONTROL, "no-cache")
        .header(X_ACCEL_BUFFERING, "no");
  }

  /** Returns how long until the caller's token expires; empty for one that does not. */
  private Optional<Duration> timeLeft(ServerRequest request) {
    return Callers.acceptedUntil(request).map(until -> Duration.between(clock.instant(), until));
  }

  private static BooleanSupplier hasLeft(ServerRequest request) {
    return request.remotePeer() instanceof EdgePeer peer ? peer::hasLeft : () -> false;
  }
}
