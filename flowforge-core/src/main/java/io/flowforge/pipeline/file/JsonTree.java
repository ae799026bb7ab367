package io.flowforge.pipeline.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Reads JSON with the place of every value. Reads each character once. Not thread-safe. */
final class JsonTree {

  private static final JsonFactory FACTORY =
      Json.factory()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(PlacedJson.MAX_DEPTH)
                  // A name and its value, and two tokens for an object.
                  .maxTokenCount(2L * PlacedJson.MAX_VALUES)
                  .maxNameLength(PlacedJson.MAX_NAME_LENGTH)
                  .maxNumberLength(PlacedJson.MAX_NUMBER_LENGTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonNodeFactory nodes = JsonNodeFactory.instance;
  private final JsonParser parser;
  private final SourceProblems problems;

  private JsonTree(JsonParser parser, SourceProblems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /**
   * Reads one value.
   *
   * @throws io.flowforge.error.InvalidException if the text is not JSON
   */
  static PlacedJson read(String text, SourceProblems problems) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw problems.last(Position.START, "is empty; write one object in braces");
      }
      var tree = new JsonTree(parser, problems);
      PlacedJson value = tree.value();
      if (parser.nextToken() != null) {
        problems.add(tree.here(), "text after the object; write one pipeline in a file");
      }
      return value;
    } catch (JsonProcessingException e) {
      var syntax = new JsonSyntax(text, e);
      throw problems.last(syntax.position(), syntax.explained());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PlacedJson value() throws IOException {
    Place place = Place.at(here());
    return new PlacedJson(
        switch (parser.currentToken()) {
          case START_OBJECT -> object(place);
          case START_ARRAY -> array(place);
          case VALUE_STRING -> nodes.textNode(parser.getText());
          case VALUE_NUMBER_INT -> integer();
          case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
          case VALUE_TRUE -> nodes.booleanNode(true);
          case VALUE_FALSE -> nodes.booleanNode(false);
          default -> nodes.nullNode();
        },
        place);
  }

  private JsonNode integer() throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> nodes.numberNode(parser.getIntValue());
      case LONG -> nodes.numberNode(parser.getLongValue());
      default -> nodes.numberNode(parser.getBigIntegerValue());
    };
  }

  private JsonNode array(Place place) throws IOException {
    ArrayNode array = nodes.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      PlacedJson element = value();
      place.parts().put("[" + array.size() + "]", element.place());
      array.add(element.json());
    }
    return array;
  }

  private JsonNode object(Place place) throws IOException {
    ObjectNode object = nodes.objectNode();
    Map<String, Position> names = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      Position position = here();
      parser.nextToken();
      PlacedJson value = value();
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

  private Position here() {
    JsonLocation location = parser.currentTokenLocation();
    return new Position(location.getLineNr(), location.getColumnNr());
  }
}
