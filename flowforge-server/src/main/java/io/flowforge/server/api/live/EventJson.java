package io.flowforge.server.api.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.live.ChangedRequest;
import io.flowforge.live.CloseReason;
import io.flowforge.live.LiveEvent;
import io.flowforge.request.history.HistoryPage.PastTransition;
import io.flowforge.request.log.LoggedRow;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.server.api.run.HistoryJson;
import io.flowforge.server.http.JsonBodies;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Events as they are sent: one line of JSON each. Thread-safe. */
final class EventJson {

  private static final byte[] END = "\n\n".getBytes(StandardCharsets.UTF_8);

  private final JsonBodies json;

  EventJson(JsonBodies json) {
    this.json = json;
  }

  private record LinesJson(String stepName, int run, List<String> lines) {}

  private record ChangeJson(
      String requestId,
      long seq,
      String requestStatus,
      String pipelineName,
      String userId,
      int run,
      Instant at) {

    static ChangeJson of(ChangedRequest changed) {
      return new ChangeJson(
          changed.requestId(),
          changed.seq(),
          changed.status().label(),
          changed.pipelineName(),
          changed.userId(),
          changed.run(),
          changed.at());
    }
  }

  private record StatusJson(String requestStatus) {}

  private record ReasonJson(String reason) {}

  /**
   * Returns an event with its end.
   *
   * @param id with which the stream can be resumed after this event
   */
  byte[] bytes(LiveEvent event, String id) {
    return switch (event) {
      case LiveEvent.OfTransition(PastTransition transition) ->
          bytes("transition", id, transitionJson(transition));
      case LiveEvent.OfLog(LoggedRow row) ->
          bytes("log", id, new LinesJson(row.stepName(), row.run(), row.lines()));
      case LiveEvent.OfEnd(RequestStatus status) ->
          bytes("end", id, new StatusJson(status.label()));
      case LiveEvent.OfChange(ChangedRequest changed, long _) ->
          bytes("request", id, ChangeJson.of(changed));
      case LiveEvent.OfReset _ -> bytes("reset", id, JsonNodeFactory.instance.objectNode());
      case LiveEvent.OfClosing(CloseReason reason) ->
          bytes("close", id, new ReasonJson(reason.label()));
    };
  }

  private ObjectNode transitionJson(PastTransition transition) {
    return json.tree(HistoryJson.of(transition)).put("request_status", transition.status().label());
  }

  private byte[] bytes(String name, String id, Object data) {
    var bytes = new ByteArrayOutputStream();
    String idLine = id.isEmpty() ? "" : "id: " + id + "\n";
    bytes.writeBytes(
        "event: %s\n%sdata: ".formatted(name, idLine).getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(json.bytes(data));
    bytes.writeBytes(END);
    return bytes.toByteArray();
  }
}
