package io.flowforge.generator;

import io.hyperfoil.api.config.SequenceBuilder;
import io.hyperfoil.api.connection.Connection;
import io.hyperfoil.api.processor.Processor;
import io.hyperfoil.api.session.Session;
import io.hyperfoil.http.api.HttpMethod;
import io.hyperfoil.http.api.HttpRequestWriter;
import io.hyperfoil.http.steps.HttpRequestStepBuilder;
import io.hyperfoil.http.steps.HttpStepCatalog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The steps of a session of Hyperfoil. */
final class CallSteps {

  private static final long TIMEOUT_SECONDS = 10;

  private final Conversations conversations;

  CallSteps(Conversations conversations) {
    this.conversations = conversations;
  }

  /** Chooses the next call. */
  void begin(SequenceBuilder sequence) {
    sequence.step(
        session -> {
          conversations.begin(session.uniqueId());
          return true;
        });
  }

  /** Sends the call. */
  void call(SequenceBuilder sequence, HttpMethod method) {
    HttpRequestStepBuilder step =
        step(sequence, method).path(session -> conversation(session).call().path());
    if (method == HttpMethod.POST || method == HttpMethod.PUT || method == HttpMethod.PATCH) {
      step.body(this::body);
    }
    step.handler().onCompletion(session -> conversations.end(session.uniqueId()));
  }

  /** Sends the call, and keeps the response. */
  void create(SequenceBuilder sequence) {
    step(sequence, HttpMethod.POST)
        .path(session -> conversation(session).call().path())
        .body(this::body)
        .handler()
        .body(_ -> (Processor) this::keep);
  }

  /** Starts what the kept response created. */
  void start(SequenceBuilder sequence) {
    step(sequence, HttpMethod.PUT)
        .path(session -> conversation(session).startPath())
        .handler()
        .onCompletion(session -> conversations.end(session.uniqueId()));
  }

  private HttpRequestStepBuilder step(SequenceBuilder sequence, HttpMethod method) {
    HttpRequestStepBuilder step =
        sequence
            .step(HttpStepCatalog.SC)
            .httpRequest(method)
            .authority(session -> conversation(session).server())
            .headerAppender(this::addHeaders)
            .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    step.handler().status((_, status) -> conversations.status(status));
    return step;
  }

  private Conversations.Current conversation(Session session) {
    return conversations.of(session.uniqueId());
  }

  private void addHeaders(Session session, HttpRequestWriter request) {
    LoadOrder.Call call = conversation(session).call();
    if (!call.token().isEmpty()) {
      request.putHeader("authorization", "Bearer " + call.token());
    }
    if (!call.body().isEmpty()) {
      request.putHeader("content-type", "application/json");
    }
  }

  private ByteBuf body(Session session, Connection connection) {
    Conversations.Current current = conversation(session);
    String text = current.call().body().replace(LoadOrder.DUE, Long.toString(current.due()));
    return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
  }

  private void keep(Session session, ByteBuf data, int offset, int length, boolean isLast) {
    conversation(session).response().append(data.toString(offset, length, StandardCharsets.UTF_8));
  }
}
