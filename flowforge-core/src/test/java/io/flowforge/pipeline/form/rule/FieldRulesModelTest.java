package io.flowforge.pipeline.form.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.form.FieldType;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormDataTypes;
import io.flowforge.pipeline.form.FormDataValidator;
import io.flowforge.pipeline.form.FormField;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random rules and values, judged by the server and by a model of it that is written otherwise. */
class FieldRulesModelTest {

  private static final int CASES = 60_000;
  private static final List<String> FORMATS = List.of("", "textarea", "number", "boolean", "date");
  private static final List<String> PATTERNS =
      List.of("[a-z]*", "-?[0-9]+", "(a|b){1,3}", "[0-9]+(\\.[0-9]{1,2})?", ".*1", "[^x]+");
  private static final List<String> TEXTS =
      List.of("a", "ab", "bbbb", "x", "true", "false", "True", "é1", "😀", "NaN", "a b", "1\n1");
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private final Random random = new Random(26);

  @Test
  void theServerDecidesAsTheModelDoes() {
    int accepted = 0;
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      RulesDraft draft = draft();
      List<String> problems = new ArrayList<>();
      InputRules rules = new RulesReader().read(draft, 0, (name, _) -> problems.add(name));
      if (!problems.isEmpty()) {
        assertThat(makesSense(draft)).as("%s: %s", draft, problems).isFalse();
        continue;
      }
      assertThat(makesSense(draft)).as("%s", draft).isTrue();
      JsonNode value = value();
      Optional<ObjectNode> stored = stored(rules, value);
      assertThat(stored.isPresent())
          .as("%s of %s", value, draft)
          .isEqualTo(isAccepted(draft, value));
      if (stored.isPresent()) {
        accepted++;
        assertThat(stored(rules, stored.get().path("f"))).as("%s", stored).isEqualTo(stored);
        assertSameValue(rules, stored.get(), value);
      } else {
        refused++;
      }
    }
    assertThat(accepted).isGreaterThan(CASES / 20);
    assertThat(refused).isGreaterThan(CASES / 20);
  }

  private static void assertSameValue(InputRules rules, ObjectNode stored, JsonNode value) {
    JsonNode typed = FormDataTypes.typed(form(rules), stored).path("f");
    if (rules.format() == ValueFormat.NUMBER) {
      assertThat(typed.decimalValue()).isEqualByComparingTo(new BigDecimal(value.asText().strip()));
    } else if (rules.format() == ValueFormat.BOOLEAN) {
      assertThat(typed.isBoolean()).isTrue();
      assertThat(typed.asText()).isEqualTo(value.asText().strip());
    } else {
      assertThat(typed.textValue()).isEqualTo(stored.path("f").textValue());
    }
  }

  private static Form form(InputRules rules) {
    return new Form(
        List.of(new FormField("f", "F", "", FieldType.INPUT, true, "", 0, List.of(), null, rules)));
  }

  private static Optional<ObjectNode> stored(InputRules rules, JsonNode value) {
    try {
      return Optional.of(
          FormDataValidator.validate(
              form(rules), JsonNodeFactory.instance.objectNode().set("f", value)));
    } catch (InvalidException e) {
      assertThat(e.details())
          .isNotEmpty()
          .allSatisfy(text -> assertThat(text).hasSizeLessThan(500));
      return Optional.empty();
    }
  }

  private RulesDraft draft() {
    String format = random.nextInt(12) == 0 ? "numbr" : oneOf(FORMATS);
    boolean isOrdered = format.equals("number") || format.equals("date");
    return new RulesDraft(
        TextNode.valueOf(format),
        random.nextInt(3) == 0 ? TextNode.valueOf(oneOf(PATTERNS)) : null,
        random.nextInt(isOrdered ? 2 : 12) == 0 ? limit(format) : null,
        random.nextInt(isOrdered ? 2 : 12) == 0 ? limit(format) : null,
        random.nextInt(isOrdered ? 12 : 3) == 0
            ? JsonNodeFactory.instance.numberNode(random.nextInt(6))
            : null);
  }

  private JsonNode limit(String format) {
    return format.equals("date") && random.nextInt(8) > 0
        ? TextNode.valueOf(day())
        : JsonNodeFactory.instance.numberNode(random.nextInt(-20, 20));
  }

  private JsonNode value() {
    return switch (random.nextInt(7)) {
      case 0 -> JsonNodeFactory.instance.numberNode(random.nextInt(-25, 25));
      case 1 -> JsonNodeFactory.instance.numberNode(random.nextInt(-250, 250) / 10.0);
      case 2 -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
      case 3 -> TextNode.valueOf(day());
      case 4 -> TextNode.valueOf(String.valueOf(random.nextInt(-25, 25)));
      case 5 ->
          TextNode.valueOf(" " + random.nextInt(25) + oneOf(List.of("", ".0", "e1", ".", "E-1")));
      default -> TextNode.valueOf(oneOf(TEXTS));
    };
  }

  private String day() {
    return "20%02d-%02d-%02d"
        .formatted(random.nextInt(24, 29), random.nextInt(14), random.nextInt(1, 33));
  }

  private String oneOf(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** The model of what an author may write. */
  private static boolean makesSense(RulesDraft draft) {
    String format = textOf(draft.format());
    boolean isText = format.isEmpty() || format.equals("textarea");
    boolean isOrdered = format.equals("number") || format.equals("date");
    if (!FORMATS.contains(format)
        || (draft.pattern() != null && !isText && !format.equals("number"))
        || (draft.maxLength() != null && (!isText || draft.maxLength().intValue() == 0))) {
      return false;
    }
    JsonNode min = draft.min();
    JsonNode max = draft.max();
    if (min == null && max == null) {
      return true;
    }
    boolean areOfFormat =
        (min == null || isLimit(format, min)) && (max == null || isLimit(format, max));
    return isOrdered
        && areOfFormat
        && (min == null || max == null || compare(format, min.asText(), max.asText()) <= 0);
  }

  private static boolean isLimit(String format, JsonNode limit) {
    return format.equals("date") ? limit.isTextual() && isDay(limit.asText()) : limit.isNumber();
  }

  /** The model of what a requester may enter. */
  private static boolean isAccepted(RulesDraft draft, JsonNode value) {
    String format = textOf(draft.format());
    boolean isText = format.isEmpty() || format.equals("textarea");
    String text = isText ? value.asText() : value.asText().strip();
    boolean isOfFormat =
        switch (format) {
          case "number" -> !value.isBoolean() && JSON_NUMBER.matcher(text).matches();
          case "boolean" -> !value.isNumber() && (text.equals("true") || text.equals("false"));
          case "date" -> value.isTextual() && isDay(text);
          default -> value.isTextual();
        };
    if (!isOfFormat) {
      return false;
    }
    String plain = format.equals("number") ? new BigDecimal(text).toPlainString() : text;
    JsonNode min = draft.min();
    JsonNode max = draft.max();
    JsonNode length = draft.maxLength();
    return (min == null || compare(format, plain, min.asText()) >= 0)
        && (max == null || compare(format, plain, max.asText()) <= 0)
        && (length == null || plain.codePoints().count() <= length.intValue())
        && (draft.pattern() == null
            || Pattern.compile(textOf(draft.pattern())).matcher(plain).matches());
  }

  private static boolean isDay(String text) {
    try {
      return DAY.matcher(text).matches() && LocalDate.parse(text).getYear() > 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static int compare(String format, String one, String other) {
    return format.equals("date")
        ? LocalDate.parse(one).compareTo(LocalDate.parse(other))
        : new BigDecimal(one).compareTo(new BigDecimal(other));
  }

  private static String textOf(@Nullable JsonNode node) {
    return node == null ? "" : node.asText();
  }
}
