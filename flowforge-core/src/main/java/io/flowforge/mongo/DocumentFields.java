package io.flowforge.mongo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a document that anybody may have written. A field that is absent or null has a
 * value that says so; one of another kind makes the document unreadable.
 */
public record DocumentFields(Document document) {

  /** Returns the id, 24 hexadecimal digits. */
  public String id() {
    if (document.get("_id") instanceof ObjectId id) {
      return id.toHexString();
    }
    throw odd("_id", "an ObjectId");
  }

  /** Returns the time in the id. */
  private Instant createdOn() {
    return new ObjectId(id()).getDate().toInstant();
  }

  /** Returns a string, empty if there is none. */
  public String text(String name) {
    return optionalText(name).orElse("");
  }

  public Optional<String> optionalText(String name) {
    return switch (document.get(name)) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      default -> throw odd(name, "a string");
    };
  }

  /** Returns an id that is stored as a string or as an ObjectId; empty if there is none. */
  public String reference(String name) {
    return document.get(name) instanceof ObjectId id ? id.toHexString() : text(name);
  }

  /** Returns an integer, which old documents may store in any kind of number; 0 if absent. */
  public int integer(String name) {
    return switch (document.get(name)) {
      case null -> 0;
      case Number number -> number.intValue();
      default -> throw odd(name, "a number");
    };
  }

  /** Returns whether it is true; false if there is none. */
  public boolean truth(String name) {
    return switch (document.get(name)) {
      case null -> false;
      case Boolean truth -> truth;
      default -> throw odd(name, "true or false");
    };
  }

  /** Returns a date; if there is none, the time in the document's id. */
  public Instant date(String name) {
    return optionalDate(name).orElseGet(this::createdOn);
  }

  public Optional<Instant> optionalDate(String name) {
    return switch (document.get(name)) {
      case null -> Optional.empty();
      case Date date -> Optional.of(date.toInstant());
      default -> throw odd(name, "a date");
    };
  }

  /** Returns an embedded document; an empty one if there is none. */
  public DocumentFields fields(String name) {
    @Nullable Object value = document.get(name);
    return value == null ? new DocumentFields(new Document()) : fieldsOf(name, value);
  }

  /** Returns embedded documents; none if there is no list. */
  public List<DocumentFields> list(String name) {
    List<DocumentFields> elements = new ArrayList<>();
    elements(name).forEach(element -> elements.add(fieldsOf(name, element)));
    return elements;
  }

  /** Returns a list of strings; none if there is no list. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object element : elements(name)) {
      if (!(element instanceof String text)) {
        throw odd(name, "a list of strings");
      }
      texts.add(text);
    }
    return texts;
  }

  private List<?> elements(String name) {
    return switch (document.get(name)) {
      case null -> List.of();
      case List<?> list -> list;
      default -> throw odd(name, "a list");
    };
  }

  private static DocumentFields fieldsOf(String name, @Nullable Object value) {
    if (value instanceof Document fields) {
      return new DocumentFields(fields);
    }
    if (value instanceof Map<?, ?> map) {
      var fields = new Document();
      map.forEach((key, field) -> fields.put(String.valueOf(key), field));
      return new DocumentFields(fields);
    }
    throw odd(name, "a document");
  }

  private static UnreadableDocumentException odd(String name, String expected) {
    return new UnreadableDocumentException("the field '" + name + "' is not " + expected);
  }
}
