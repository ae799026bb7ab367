package io.flowforge.cli.client.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happens to a request of two steps, and how much of it has happened. Thread-safe. */
final class Script {

  private static final Instant T = Instant.parse("2026-01-31T08:00:00Z");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** One entry: a transition or log lines. */
  record Entry(String type, ObjectNode data, String id) {

    /** Returns the event as the server sends it. */
    String text() {
      return "id: %s\nevent: %s\ndata: %s\n\n".formatted(id, type, data);
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private long seq;
  private long logId;
  private int run = 1;
  private int happened;

  /** Returns a script with the usual life of a request, of which the submission has happened. */
  static Script usual() {
    var script =
        new Script()
            .transition("CREATE", "Not Started", "s1", "Not Started", "s2", "Not Started")
            .transition("START", "Running", "s1", "Running")
            .log("s1", "[s1] one")
            .log("s1", "[s1] two", "[s1] drüi")
            .transition("ADVANCE", "Running", "s1", "Completed", "s2", "Running")
            .log("s2", "[s2] four")
            .transition("COMPLETE", "Completed", "s2", "Completed");
    script.happen(1);
    return script;
  }

  /** Adds a transition; {@code RESUME} begins another run. */
  Script transition(String name, String status, String... steps) {
    run += name.equals("RESUME") ? 1 : 0;
    seq++;
    ObjectNode data =
        JSON.objectNode()
            .put("seq", seq)
            .put("run", run)
            .put("transition", name)
            .put("status", status)
            .put("request_status", status);
    var changes = data.putArray("steps");
    for (int i = 0; i < steps.length; i += 2) {
      changes
          .addObject()
          .put("name", steps[i])
          .put("status", steps[i + 1])
          .put("updated_at", T.plusMillis(seq).toString());
    }
    return add("transition", data);
  }

  /** Adds lines that a step has written together. */
  Script log(String step, String... lines) {
    logId++;
    ObjectNode data = JSON.objectNode().put("step_name", step).put("run", run);
    var array = data.putArray("lines");
    List.of(lines).forEach(array::add);
    return add("log", data);
  }

  private Script add(String type, ObjectNode data) {
    entries.add(new Entry(type, data, seq + "." + logId));
    return this;
  }

  /** Lets the first entries have happened, unless more have. */
  synchronized void happen(int count) {
    happened = Math.max(happened, Math.min(count, entries.size()));
  }

  synchronized void advance() {
    happen(happened + 1);
  }

  int size() {
    return entries.size();
  }

  /** Returns the events behind the one with that id; all if it is empty. */
  List<Entry> after(String id) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).id().equals(id)) {
        return entries.subList(i + 1, entries.size());
      }
    }
    return entries;
  }

  /** Returns the stream behind the event with that id, to its end. */
  String stream(String lastEventId) {
    var text = new StringBuilder(": begins\n\n");
    after(lastEventId).forEach(entry -> text.append(entry.text()).append(": keep-alive\n\n"));
    return text.append(end()).toString();
  }

  private String end() {
    Entry last = entries.getLast();
    return "id: %s\nevent: end\ndata: {\"request_status\": \"%s\"}\n\n"
        .formatted(last.id(), last.data().path("request_status").asText());
  }

  /** Returns how many entries are complete in the beginning of the whole stream. */
  int countIn(byte[] stream, int bytes) {
    String text = new String(stream, 0, bytes, UTF_8);
    int count = 0;
    for (int at = text.indexOf("}\n\n"); at >= 0; at = text.indexOf("}\n\n", at + 1)) {
      count++;
    }
    return count;
  }

  synchronized String details() {
    Map<String, ObjectNode> steps = new LinkedHashMap<>();
    String status = "Not Started";
    for (Entry entry : entries.subList(0, happened)) {
      if (entry.type().equals("transition")) {
        status = entry.data().path("request_status").asText();
        for (var change : entry.data().path("steps")) {
          ObjectNode step = change.deepCopy();
          if (entry.data().path("transition").asText().equals("REJECT")) {
            step.put("rejected", true);
          }
          steps.put(change.path("name").asText(), step);
        }
      }
    }
    List<String> names = List.copyOf(steps.keySet());
    Iterator<String> next = names.stream().skip(1).iterator();
    ObjectNode details = JSON.objectNode().put("first_step_name", names.getFirst());
    details.putObject("service_request").put("id", "r").put("status", status);
    ObjectNode all = details.putObject("steps");
    steps.forEach(
        (name, step) ->
            all.set(name, step.put("next_step_name", next.hasNext() ? next.next() : "")));
    return details.toString();
  }

  /** Returns the log of the latest run in which the step had begun. */
  synchronized String log(String step, int offset) {
    List<Entry> known = entries.subList(0, happened);
    int latest = 1;
    String status = "Not Started";
    for (Entry entry : known) {
      for (var change : entry.data().path("steps")) {
        if (change.path("name").asText().equals(step)) {
          latest = entry.data().path("run").asInt();
          status = change.path("status").asText();
        }
      }
    }
    List<String> lines = new ArrayList<>();
    for (Entry entry : known) {
      if (entry.data().path("step_name").asText().equals(step)
          && entry.data().path("run").asInt() >= latest) {
        entry.data().path("lines").forEach(line -> lines.add(line.asText()));
      }
    }
    boolean isEnd = !status.equals("Running") && !status.equals("Not Started");
    ObjectNode page = JSON.objectNode().put("step_name", step).put("end_of_logs", isEnd);
    var array = page.putArray("logs");
    lines.subList(isEnd ? 0 : Math.min(offset, lines.size()), lines.size()).forEach(array::add);
    return page.put("next_offset", isEnd ? -1 : lines.size()).toString();
  }

  /** Returns a page of the history, of which only the number of the latest run matters. */
  synchronized String latest() {
    int latest =
        entries.subList(0, happened).stream()
            .mapToInt(entry -> entry.data().path("run").asInt())
            .max()
            .orElse(1);
    return JSON.objectNode().put("run", latest).toString();
  }
}
