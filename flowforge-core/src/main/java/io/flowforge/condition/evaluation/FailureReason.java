package io.flowforge.condition.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.runtime.CelEvaluationException;
import io.flowforge.condition.tree.ConditionFinding;
import io.flowforge.condition.tree.ConditionText;
import io.flowforge.condition.tree.Expressions;
import io.flowforge.condition.tree.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Why an evaluation has failed, in words for the author of the pipeline, and without any value. */
final class FailureReason {

  /** The library's messages begin with this, the offset and a colon. */
  private static final String PLACE = "evaluation error at <input>:";

  private final CelAbstractSyntaxTree tree;
  private final ConditionText text;
  private final EvaluationTrace trace;
  private final Map<String, ? extends JsonNode> input;

  FailureReason(
      CelAbstractSyntaxTree tree,
      ConditionText text,
      EvaluationTrace trace,
      Map<String, ? extends JsonNode> input) {
    this.tree = tree;
    this.text = text;
    this.trace = trace;
    this.input = input;
  }

  ConditionFinding of(CelEvaluationException failure) {
    int offset = offset(String.valueOf(failure.getMessage()));
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EvaluationFailure known) {
        return new ConditionFinding(offset, known.sentence());
      }
    }
    CelExpr part = partAt(offset);
    return switch (failure.getErrorCode()) {
      case ATTRIBUTE_NOT_FOUND -> new MissingValue(tree, text, input).describe(part);
      case INDEX_OUT_OF_BOUNDS ->
          new ConditionFinding(offset, "the list has fewer items: ask for its size() first");
      case DIVIDE_BY_ZERO ->
          new ConditionFinding(offset, "this divides by zero: ask for zero first");
      case NUMERIC_OVERFLOW ->
          new ConditionFinding(offset, "the result is outside the range of 64-bit numbers");
      case OVERLOAD_NOT_FOUND, AMBIGUOUS_OVERLOAD -> new ConditionFinding(offset, mismatch(part));
      case BAD_FORMAT, INVALID_ARGUMENT -> new ConditionFinding(offset, unreadable(part));
      case ITERATION_BUDGET_EXCEEDED ->
          new ConditionFinding(
              offset,
              "the condition visits more than %,d items of lists"
                  .formatted(EvaluationLimits.MAX_ITERATIONS));
      case DUPLICATE_ATTRIBUTE ->
          new ConditionFinding(offset, "this object has the same name twice");
      case INTERNAL_ERROR, TYPE_NOT_FOUND -> new ConditionFinding(offset, other(part));
    };
  }

  private String mismatch(CelExpr part) {
    return part.getKind() == Kind.CALL
        ? Kinds.mismatch(
            part.call().function(), Expressions.arguments(part).stream().map(trace::kind).toList())
        : other(part);
  }

  private static String unreadable(CelExpr part) {
    return part.getKind() == Kind.CALL
        ? Kinds.name(part.call().function()) + " cannot read this value"
        : "this value cannot be read";
  }

  private String other(CelExpr part) {
    String kind = trace.kind(part);
    if (part.getKind() == Kind.COMPREHENSION) {
      return "all(), exists() and the like need a list or an object, and in the parentheses a name"
          + " and something that is true or false";
    }
    if (part.getKind() == Kind.CALL && part.call().function().equals("_?_:_")) {
      return Kinds.mismatch("_?_:_", List.of(trace.kind(part.call().args().getFirst())));
    }
    return kind.equals(Kinds.ERROR) || kind.equals(Kinds.TRUE_OR_FALSE)
        ? "this cannot be evaluated with the values of the request"
        : "this must be true or false, but it is %s: compare it with something".formatted(kind);
  }

  /** Returns the outermost part at the offset. */
  private CelExpr partAt(int offset) {
    List<CelExpr> found = new ArrayList<>();
    Expressions.forEach(
        tree.getExpr(),
        part -> {
          if (ConditionText.offset(part, tree) == offset) {
            found.add(part);
          }
        });
    return found.isEmpty() ? tree.getExpr() : found.getFirst();
  }

  private static int offset(String message) {
    if (!message.startsWith(PLACE)) {
      return 0;
    }
    int offset = 0;
    for (int i = PLACE.length();
        i < message.length() && Character.isDigit(message.charAt(i));
        i++) {
      offset = Math.min(1_000_000, offset * 10 + Character.digit(message.charAt(i), 10));
    }
    return offset;
  }
}
