package io.flowforge.cli.client;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import java.util.List;
import java.util.function.Function;

/** The choice among things by id or, where unique, by name. */
final class NamedThings {

  private static final int MAX_SHOWN = 10;

  private final String kind;
  private final String idField;
  private final String nameField;

  /**
   * @param kind what the things are called in messages
   */
  NamedThings(String kind, String idField, String nameField) {
    this.kind = kind;
    this.idField = idField;
    this.nameField = nameField;
  }

  /**
   * Returns the thing with that id, or else the only one with that name, in any case.
   *
   * @throws NotFoundException if there is none
   * @throws InvalidException if several have the name
   */
  JsonNode choose(List<JsonNode> things, String idOrName) {
    String wanted = idOrName.strip();
    List<JsonNode> found = having(things, idField, wanted::equals);
    if (found.isEmpty()) {
      found = having(things, nameField, wanted::equals);
    }
    if (found.isEmpty()) {
      found = having(things, nameField, wanted::equalsIgnoreCase);
    }
    if (found.isEmpty()) {
      throw new NotFoundException(
          things.isEmpty()
              ? "there is no %s that you may see".formatted(kind)
              : "%s '%s' not found; there are: %s".formatted(kind, wanted, names(things)));
    }
    if (found.size() > 1) {
      throw new InvalidException(
          "several have the name '%s'; use the id of one: %s"
              .formatted(wanted, list(found, thing -> thing.path(idField).asText())));
    }
    return found.getFirst();
  }

  /** Returns the names of the first things, for messages. */
  String names(List<JsonNode> things) {
    return list(things, thing -> thing.path(nameField).asText());
  }

  private static List<JsonNode> having(
      List<JsonNode> things, String field, Function<String, Boolean> test) {
    return things.stream().filter(thing -> test.apply(thing.path(field).asText())).toList();
  }

  private static String list(List<JsonNode> things, Function<JsonNode, String> text) {
    return things.stream().limit(MAX_SHOWN).map(text).collect(joining(", "))
        + (things.size() > MAX_SHOWN ? ", …" : "");
  }
}
