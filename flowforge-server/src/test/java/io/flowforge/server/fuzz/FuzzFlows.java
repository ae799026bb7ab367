package io.flowforge.server.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.instancio.Random;

/** Steps that build on each other, in place of those of an example. */
record FuzzFlows(Random random, WildValues wild) {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String FIRST =
      """
      {"step_id": "first", "step_name": "First", "step_type": "API",
       "parameters": {"method": "POST", "url": "https://git.example.com/jobs",
                      "data": {"by": "${request.user_id}", "at": "${request.created_on}"}},
       "outputs": {"id": {"from": "/id", "type": "string"},
                   "token": {"from": "/token", "secret": true}}}
      """;

  /** Each may follow the first step, with or without the others. */
  private static final List<String> OTHERS =
      List.of(
          """
          {"step_id": "look", "step_name": "Look", "step_type": "API",
           "parameters": {"method": "GET", "url": "https://git.example.com/jobs/${steps.first.id}",
                          "headers": {"X-Token": "${steps.first.token}"},
                          "poll": {"until": "response.status == 200 && response.body.done == true",
                                   "fail_when": "response.status == 410",
                                   "every_seconds": 1, "max_seconds": 60}},
           "outputs": {"state": {"from": "/state"}}}
          """,
          """
          {"step_name": "Perhaps", "step_type": "API", "when": "steps.first.id == '7'",
           "parameters": {"method": "PUT", "url": "https://git.example.com/${steps.first.id}",
                          "data": {"id": "${steps.first.id}", "text": "${'${'}x}"}}}
          """,
          """
          {"step_name": "Later", "step_type": "DELAY", "parameters": {"for": "PT1S"}}
          """,
          """
          {"step_name": "At a time", "step_type": "DELAY",
           "parameters": {"until": "2026-12-24T08:00", "zone": "Europe/Berlin"}}
          """,
          """
          {"step_name": "Call", "step_type": "API",
           "parameters": {"method": "POST", "url": "https://git.example.com/jobs",
                          "data": {"notify": "${callback.url}"}}},
          {"step_id": "called", "step_name": "Called", "step_type": "WAIT_FOR_CALLBACK",
           "parameters": {"expires_after": "PT1H"}, "outputs": {"key": {"from": "/key"}}}
          """);

  private static final List<String> CONDITIONS =
      List.of(
          "true",
          "1",
          "",
          "'",
          "steps.first.id == '7' && has(steps.look) && steps.look.state == 'x'",
          "steps.look.state == 'x'",
          "steps.first.token == 'x'",
          "form.nobody == 1",
          "request.id == request.id.id",
          "response.body.done",
          "response.body[response.body[response.body]] == 1",
          "1 / 0 == 1",
          "9223372036854775807 + 1 > 0",
          "steps.first.id.matches('(a+)+$')",
          "steps.first.id.matches('((a{100}){100}){100}')",
          "[1, 2, 3].all(x, [1, 2, 3].all(y, [x, y].exists(z, z in [x])))",
          "size(steps.first.id + steps.first.id) > 3",
          "timestamp('2026-02-30T00:00:00Z') == timestamp(request.created_on)",
          "duration('1e9h') > duration('x')",
          "b'\\377' == bytes('x')",
          "true ? false : true ? false : true",
          "!".repeat(990) + "true",
          "(".repeat(500) + "true" + ")".repeat(490),
          "[".repeat(400) + "]".repeat(400) + " == []",
          "true" + " && true".repeat(120),
          "x".repeat(1001));

  private static final List<String> REFERENCES =
      List.of(
          "${steps.first.id}",
          "${steps.first}",
          "${steps.first.id.x}",
          "${steps..}",
          "${steps.called.key}",
          "${steps.first.nothing ?? 'text'}",
          "${steps.first.id ?? ''''''}",
          "${steps.first.id ?? '${steps.first.id}'}",
          "a${steps.first.token}b",
          "${callback.url}",
          "${callback.url}${callback.url}",
          "${request.url}",
          "${request.secret}",
          "${secret.API_TOKEN ?? 'x'}",
          "${topics[*]}",
          "${'${'}${'${'}",
          "${" + " ".repeat(3000) + "}",
          "${x".repeat(3000));

  private static final List<String> TIMES =
      List.of(
          "PT1S",
          "PT0S",
          "-PT1S",
          "PT0.000000001S",
          "P1Y",
          "P1M",
          "P40D",
          "P2W",
          "P9223372036854775807D",
          "PT99999999999999999999S",
          "pt1s",
          "${steps.first.id}",
          "${repository}",
          "2026-12-24T08:00",
          "2026-12-24T08:00:00+01:00",
          "2026-02-30T08:00:00Z",
          "2026-03-29T02:30",
          "+999999999-12-31T23:59:59Z",
          "-999999999-01-01T00:00:00+18:00",
          "Europe/Berlin",
          "GMT+25",
          "../../etc/localtime");

  private static final List<String> POINTERS =
      List.of("", "/", "/~2", "/~0~1", "id", "/a/0/-", "/" + "a/".repeat(5000), "/${repository}");

  private static final List<String> IDS =
      List.of("", "first", "First", "a b", "steps", "a.b", "__proto__", "${x}", "i".repeat(65));

  FuzzFlows(Random random) {
    this(random, new WildValues(random));
  }

  /** Gives every pipeline in the body other steps; a body without any stays as it is. */
  void rebuild(JsonNode body) {
    if (body instanceof ObjectNode object && object.has("steps") && object.has("pipeline_name")) {
      ArrayNode steps = steps();
      object.put("first_step_name", steps.path(0).path("step_name").asText());
      object.set("steps", steps);
    }
    body.forEach(this::rebuild);
  }

  /** Changes one of the fields that such steps have, to something that nobody would write. */
  void spoil(JsonNode body) {
    List<ObjectNode> found = new ArrayList<>();
    collect(body, found);
    if (found.isEmpty()) {
      return;
    }
    ObjectNode step = random.oneOf(found);
    if (step.path("parameters") instanceof ObjectNode parameters) {
      spoil(step, parameters);
    }
  }

  private void spoil(ObjectNode step, ObjectNode parameters) {
    switch (random.intRange(0, 9)) {
      case 0 -> step.put("step_id", random.oneOf(IDS));
      case 1 -> step.put("when", random.oneOf(CONDITIONS));
      case 2 -> step.set("outputs", random.trueOrFalse() ? wild.json() : outputs());
      case 3 -> parameters.put(random.oneOf("for", "until", "zone"), random.oneOf(TIMES));
      case 4 -> parameters.put("expires_after", random.oneOf(TIMES));
      case 5 -> parameters.set("poll", random.trueOrFalse() ? wild.json() : poll());
      case 6 -> parameters.putObject("data").put("x", random.oneOf(REFERENCES));
      case 7 -> parameters.putObject("headers").put("X-Value", random.oneOf(REFERENCES));
      case 8 -> parameters.put("url", "https://git.example.com/?q=" + random.oneOf(REFERENCES));
      default -> step.set(random.oneOf("step_id", "when", "outputs"), wild.json());
    }
  }

  private ArrayNode steps() {
    return chained(OTHERS.stream().filter(_ -> random.trueOrFalse()).toList());
  }

  /** Returns all steps, one after another. */
  static ArrayNode allSteps() {
    return chained(OTHERS);
  }

  private static ArrayNode chained(List<String> others) {
    ArrayNode steps = parsed(FIRST);
    others.forEach(other -> steps.addAll(parsed(other)));
    for (int i = 0; i < steps.size(); i++) {
      ((ObjectNode) steps.path(i))
          .put("prev_step_name", steps.path(i - 1).path("step_name").asText())
          .put("next_step_name", steps.path(i + 1).path("step_name").asText())
          .put("is_terminal_step", i == steps.size() - 1);
    }
    return steps;
  }

  private ObjectNode outputs() {
    ObjectNode outputs = JSON.createObjectNode();
    outputs
        .putObject(random.oneOf(IDS))
        .put("from", random.oneOf(POINTERS))
        .put("type", random.oneOf("string", "number", "nonsense"))
        .set("secret", random.trueOrFalse() ? wild.json() : TextNode.valueOf("yes"));
    return outputs;
  }

  private ObjectNode poll() {
    ObjectNode poll = JSON.createObjectNode();
    poll.put("until", random.oneOf(CONDITIONS));
    poll.put("fail_when", random.oneOf(CONDITIONS));
    poll.set("every_seconds", wild.number());
    poll.set("max_seconds", wild.number());
    return poll;
  }

  private static void collect(JsonNode value, List<ObjectNode> found) {
    if (value instanceof ObjectNode object && object.has("step_type")) {
      found.add(object);
    }
    value.forEach(inner -> collect(inner, found));
  }

  private static ArrayNode parsed(String steps) {
    try {
      return (ArrayNode) JSON.readTree("[" + steps + "]");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
