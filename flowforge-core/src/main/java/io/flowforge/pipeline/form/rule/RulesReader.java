package io.flowforge.pipeline.form.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.pipeline.problem.NearestName;
import io.flowforge.text.TextLimit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The validation of the rules of a form's inputs. A rule with a problem is left out. Not
 * thread-safe: it adds up what the patterns of the form cost.
 */
public final class RulesReader {

  /**
   * The maximum of {@code max_length}: form data as a whole has at most 256 KiB, so no value can be
   * longer.
   */
  static final int MAX_LENGTH = 256 * 1024;

  /** The limit of a pattern. */
  private static final TextLimit PATTERN = new TextLimit(ValuePattern.MAX_LENGTH, true);

  /** The maximum length of all patterns of a form together, in characters. */
  private static final int MAX_PATTERN_CHARACTERS = 5_000;

  /** The maximum number of instructions of all patterns of a form together. */
  private static final int MAX_INSTRUCTIONS = 5_000;

  private final boolean isStored;
  private int patternCharacters;
  private int instructions;

  /** Creates a reader for the rules of a new form. */
  public RulesReader() {
    this(false);
  }

  private RulesReader(boolean isStored) {
    this.isStored = isStored;
  }

  /** Returns a reader for rules that have been validated before: it compiles no pattern. */
  static RulesReader ofStored() {
    return new RulesReader(true);
  }

  /**
   * Reports the rules of a field that takes none.
   *
   * @param problems receives the name of a rule and a sentence
   */
  public void refuse(RulesDraft draft, BiConsumer<String, String> problems) {
    draft
        .given()
        .keySet()
        .forEach(name -> problems.accept(name, "is only for fields of the type input; remove it"));
  }

  /**
   * Reads the rules of an input.
   *
   * @param minLength the minimum length of the input
   * @param problems receives the name of a rule and a sentence
   */
  public InputRules read(RulesDraft draft, int minLength, BiConsumer<String, String> problems) {
    Map<String, JsonNode> given = draft.given();
    if (given.isEmpty()) {
      return InputRules.NONE;
    }
    Optional<ValueFormat> known = format(given.get("format"), problems);
    ValueFormat format = known.orElse(ValueFormat.TEXT);
    String min = "";
    String max = "";
    if (known.isPresent()) {
      min = limit("min", given.get("min"), format, problems);
      max = limit("max", given.get("max"), format, problems);
      if (minLength > 0 && !format.isText()) {
        problems.accept(
            "min_length", "does not apply to the format %s; remove it".formatted(format.label()));
      }
    }
    var rules =
        new InputRules(
            format,
            pattern(given.get("pattern"), format, problems),
            min,
            max,
            maxLength(given.get("max_length"), format, minLength, problems));
    if (!min.isEmpty() && !max.isEmpty() && rules.compare(min, max) > 0) {
      problems.accept("min", "%s is more than max, %s; swap them".formatted(min, max));
    }
    return rules;
  }

  private static Optional<ValueFormat> format(
      @Nullable JsonNode value, BiConsumer<String, String> problems) {
    if (value == null) {
      return Optional.of(ValueFormat.TEXT);
    }
    Optional<ValueFormat> format =
        value.isTextual() ? ValueFormat.of(value.textValue()) : Optional.empty();
    if (format.isEmpty()) {
      String name = value.isTextual() ? value.textValue() : value.toString();
      problems.accept(
          "format",
          "%s is unknown; %s"
              .formatted(NearestName.quoted(name), NearestName.cure(name, ValueFormat.labels())));
    }
    return format;
  }

  private static String limit(
      String name,
      @Nullable JsonNode value,
      ValueFormat format,
      BiConsumer<String, String> problems) {
    if (value == null) {
      return "";
    }
    if (!format.isOrdered()) {
      problems.accept(
          name,
          format.isText()
              ? "limits the formats number and date; set format, or use %s_length".formatted(name)
              : "does not apply to the format %s; remove it".formatted(format.label()));
      return "";
    }
    return switch (InputReading.of(format, value)) {
      case InputReading.Understood(var _, String text) when !text.isEmpty() -> text;
      case InputReading.Understood _ -> {
        problems.accept(name, "is blank; write a %s, or remove it".formatted(format.label()));
        yield "";
      }
      case InputReading.NotUnderstood(String problem) -> {
        problems.accept(name, problem);
        yield "";
      }
    };
  }

  private static int maxLength(
      @Nullable JsonNode value,
      ValueFormat format,
      int minLength,
      BiConsumer<String, String> problems) {
    if (value == null) {
      return 0;
    }
    if (!format.isText()) {
      problems.accept(
          "max_length",
          format.isOrdered()
              ? "does not apply to the format %s; use max".formatted(format.label())
              : "does not apply to the format %s; remove it".formatted(format.label()));
      return 0;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < 1
        || value.intValue() > MAX_LENGTH) {
      problems.accept("max_length", "must be a whole number from 1 to %d".formatted(MAX_LENGTH));
      return 0;
    }
    if (value.intValue() < minLength) {
      problems.accept(
          "max_length",
          "%d is less than min_length, %d; swap them".formatted(value.intValue(), minLength));
      return 0;
    }
    return value.intValue();
  }

  private String pattern(
      @Nullable JsonNode value, ValueFormat format, BiConsumer<String, String> problems) {
    if (value == null) {
      return "";
    }
    if (!format.isText() && format != ValueFormat.NUMBER) {
      problems.accept(
          "pattern", "does not apply to the format %s; remove it".formatted(format.label()));
      return "";
    }
    if (!value.isTextual()) {
      problems.accept("pattern", "must be a string, a regular expression in the syntax of RE2");
      return "";
    }
    String pattern = value.textValue();
    List<String> unfit = PATTERN.problemsOf("pattern", pattern);
    if (!unfit.isEmpty()) {
      unfit.forEach(problem -> problems.accept("pattern", problem));
      return "";
    }
    return isStored || isCompiled(pattern, problems) ? pattern : "";
  }

  private boolean isCompiled(String pattern, BiConsumer<String, String> problems) {
    patternCharacters += pattern.length();
    if (patternCharacters > MAX_PATTERN_CHARACTERS) {
      problems.accept(
          "pattern",
          "the patterns of a form must have at most %d characters together; simplify some"
              .formatted(MAX_PATTERN_CHARACTERS));
      return false;
    }
    return switch (ValuePattern.of(pattern)) {
      case ValuePattern.Uncompiled(String problem) -> {
        problems.accept("pattern", problem);
        yield false;
      }
      case ValuePattern.Compiled compiled -> {
        instructions += compiled.size();
        boolean isSmall = instructions <= MAX_INSTRUCTIONS;
        if (!isSmall) {
          problems.accept(
              "pattern",
              "the patterns of a form must have at most %d instructions together; simplify some, or repeat less"
                  .formatted(MAX_INSTRUCTIONS));
        }
        yield isSmall;
      }
    };
  }
}
