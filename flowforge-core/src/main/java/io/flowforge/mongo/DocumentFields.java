package io.flowforge.mongo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a document that anybody may have written. A field that is absent or null has a
 * value that says so; one of another kind makes the document unreadable.
 */
public record DocumentFields(Document document) {

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

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

  /** Returns a string like {@link #text} that PostgreSQL can store, too. */
  public String storableText(String name) {
    return storable(name, text(name));
  }

  private static Instant storable(String name, Instant date) {
    if (date.isBefore(EARLIEST) || date.isAfter(LATEST)) {
      throw odd(name, "a date of the years 1 to 9999");
    }
    return date;
  }

  private static String storable(String name, String text) {
    if (text.indexOf('\0') >= 0) {
      throw odd(name, "without the character U+0000");
    }
    return text;
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
    return document.get(name) instanceof ObjectId id ? id.toHexString() : storableText(name);
  }

  /** Returns an integer, which old documents may store in any kind of number; 0 if absent. */
  public int integer(String name) {
    long number = number(name);
    if (number != (int) number) {
      throw odd(name, "a 32-bit integer");
    }
    return (int) number;
  }

  /** Returns an integer of up to 64 bits like {@link #integer}. */
  public long number(String name) {
    return switch (document.get(name)) {
      case null -> 0;
      case Integer number -> number;
      case Long number -> number;
      case Double number when number == Math.rint(number) && Math.abs(number) < 1L << 53 ->
          number.longValue();
      case Decimal128 number -> whole(name, number);
      default -> throw odd(name, "an integer");
    };
  }

  private static long whole(String name, Decimal128 number) {
    try {
      return number.bigDecimalValue().longValueExact();
    } catch (ArithmeticException e) {
      throw odd(name, "an integer");
    }
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

  /** Returns a date that every store can hold. */
  public Optional<Instant> optionalDate(String name) {
    return switch (document.get(name)) {
      case null -> Optional.empty();
      case Date date -> Optional.of(storable(name, date.toInstant()));
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
