package io.flowforge.pipeline.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.problem.NearestName;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/**
 * Reads YAML 1.2 as JSON with the place of every value: without tags, merge keys and keys that are
 * no names, and with a bound on what aliases repeat. Not thread-safe.
 */
final class YamlTree {

  private final JsonNodeFactory nodes = JsonNodeFactory.instance;
  private final Iterator<Event> events;
  private final SourceProblems problems;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private int values;

  /** What an anchor names, and the number of values in it. */
  private record Anchored(PlacedJson value, int values) {}

  private YamlTree(Iterator<Event> events, SourceProblems problems) {
    this.events = events;
    this.problems = problems;
  }

  /**
   * Reads one document.
   *
   * @throws InvalidException if the text is not YAML
   */
  static PlacedJson read(String text, SourceProblems problems) {
    var parse = new Parse(LoadSettings.builder().setCodePointLimit(text.length() + 1).build());
    try {
      return new YamlTree(parse.parseString(text).iterator(), problems).document();
    } catch (MarkedYamlEngineException e) {
      Position position =
          e.getProblemMark()
              .or(e::getContextMark)
              .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
              .orElse(Position.START);
      throw problems.last(position, "malformed YAML: " + e.getProblem());
    } catch (ReaderException e) {
      int index =
          text.offsetByCodePoints(
              0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
      throw problems.last(
          Position.of(text, index),
          "contains the control character U+%04X; remove it".formatted(e.getCodePoint()));
    }
  }

  private PlacedJson document() {
    Optional<PlacedJson> root = Optional.empty();
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof DocumentStartEvent start) {
        check(start, root.isPresent());
      } else if (event instanceof NodeEvent node) {
        root = Optional.of(value(node, 1));
      }
    }
    return root.orElseThrow(
        () -> problems.last(Position.START, "is empty; write the fields of a pipeline"));
  }

  private void check(DocumentStartEvent start, boolean isSecond) {
    if (isSecond) {
      throw problems.last(
          positionOf(start), "a second document begins here; write one pipeline in a file");
    }
    if (isOtherVersion(start)) {
      problems.add(positionOf(start), "%YAML names another version than 1.2; remove the line");
    }
  }

  private static boolean isOtherVersion(DocumentStartEvent start) {
    return start.getSpecVersion().filter(version -> version.getMinor() != 2).isPresent();
  }

  private PlacedJson value(NodeEvent event, int depth) {
    Position position = positionOf(event);
    if (depth > PlacedJson.MAX_DEPTH) {
      throw problems.last(position, PlacedJson.TOO_DEEP);
    }
    if (event instanceof AliasEvent alias) {
      return repeated(alias, position);
    }
    count(1, position);
    int before = values;
    refuseTag(event, position);
    Place place = Place.at(position);
    var value =
        new PlacedJson(
            switch (event) {
              case ScalarEvent scalar -> scalar(scalar, position);
              case CollectionStartEvent start when start.getEventId() == Event.ID.SequenceStart ->
                  array(place, depth);
              default -> object(place, depth);
            },
            place);
    event
        .getAnchor()
        .ifPresent(anchor -> anchors.put(anchor, new Anchored(value, 1 + values - before)));
    return value;
  }

  /** An anchor within itself is not known yet, so that nothing can contain itself. */
  private PlacedJson repeated(AliasEvent alias, Position position) {
    Anchored anchored = anchors.get(alias.getAlias());
    if (anchored == null) {
      problems.add(
          position,
          "*%s names no value before it; correct the name"
              .formatted(NearestName.quoted(alias.getAlias().getValue())));
      return new PlacedJson(nodes.nullNode(), Place.at(position));
    }
    count(anchored.values(), position);
    return new PlacedJson(
        anchored.value().json().deepCopy(), new Place(position, anchored.value().place().parts()));
  }

  private void count(int more, Position position) {
    values += more;
    if (values > PlacedJson.MAX_VALUES) {
      throw problems.last(position, PlacedJson.TOO_MANY + ", those that aliases repeat included");
    }
  }

  private void refuseTag(NodeEvent event, Position position) {
    Optional<String> tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent start -> start.getTag();
          default -> Optional.empty();
        };
    tag.ifPresent(
        name ->
            problems.add(
                position,
                "the tag %s is not allowed; remove it, and quote a value that is a string"
                    .formatted(NearestName.quoted(name))));
  }

  private JsonNode scalar(ScalarEvent event, Position position) {
    String text = event.getValue();
    if (!event.isPlain()) {
      return nodes.textNode(text);
    }
    String problem = YamlScalar.problemOf(text);
    if (!problem.isEmpty()) {
      problems.add(position, NearestName.quoted(text) + " " + problem);
      return nodes.textNode(text);
    }
    return YamlScalar.of(text, nodes);
  }

  private JsonNode array(Place place, int depth) {
    ArrayNode array = nodes.arrayNode();
    for (Event event = events.next(); event instanceof NodeEvent node; event = events.next()) {
      PlacedJson element = value(node, depth + 1);
      place.parts().put("[" + array.size() + "]", element.place());
      array.add(element.json());
    }
    return array;
  }

  private JsonNode object(Place place, int depth) {
    ObjectNode object = nodes.objectNode();
    Map<String, Position> names = new HashMap<>();
    for (Event event = events.next(); event instanceof NodeEvent key; event = events.next()) {
      Position position = positionOf(key);
      String name = name(key, position);
      PlacedJson value = value((NodeEvent) events.next(), depth + 1);
      Position first = names.putIfAbsent(name, position);
      if (first == null) {
        place.parts().put(name, value.place());
        object.set(name, value.json());
      } else {
        problems.add(position, FieldNames.repeated(name, first));
      }
    }
    return object;
  }

  private String name(NodeEvent key, Position position) {
    if (!(key instanceof ScalarEvent scalar)) {
      throw problems.last(position, "a key must be a name; write a string before the colon");
    }
    count(1, position);
    refuseTag(key, position);
    if (scalar.isPlain() && scalar.getValue().equals("<<")) {
      problems.add(position, "YAML 1.2 has no merge key '<<'; write the fields themselves");
    }
    if (scalar.getValue().length() > PlacedJson.MAX_NAME_LENGTH) {
      throw problems.last(position, "contains a name that is too long; shorten it");
    }
    return scalar.getValue();
  }

  private static Position positionOf(Event event) {
    return event
        .getStartMark()
        .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(Position.START);
  }
}
