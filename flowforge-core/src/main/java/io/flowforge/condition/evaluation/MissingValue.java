package io.flowforge.condition.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import io.flowforge.condition.tree.Chain;
import io.flowforge.condition.tree.ConditionFinding;
import io.flowforge.condition.tree.ConditionText;
import io.flowforge.condition.tree.Kinds;
import io.flowforge.scan.Excerpt;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which of the names in {@code steps.repo.owner.id} it is that has no value. */
final class MissingValue {

  private static final int MAX_NAME_LENGTH = 40;

  private final CelAbstractSyntaxTree tree;
  private final ConditionText text;
  private final Map<String, ? extends JsonNode> input;

  MissingValue(
      CelAbstractSyntaxTree tree, ConditionText text, Map<String, ? extends JsonNode> input) {
    this.tree = tree;
    this.text = text;
    this.input = input;
  }

  ConditionFinding describe(CelExpr part) {
    Chain chain = Chain.of(part);
    JsonNode value = chain.variable().map(input::get).orElse(null);
    var path = new StringBuilder(chain.variable().orElse(""));
    for (CelExpr link : chain.links()) {
      if (value == null) {
        break;
      }
      JsonNode next = member(value, link);
      if (next == null) {
        return new ConditionFinding(
            chain.offset(link, text, tree), sentence(path.toString(), value, link));
      }
      path.append(shown(link));
      value = next;
    }
    return new ConditionFinding(
        ConditionText.offset(part, tree),
        "there is no such value: ask for it with has() or 'in' first");
  }

  private static String sentence(String path, JsonNode value, CelExpr link) {
    if (!value.isObject()) {
      return "'%s' is %s, and has no '%s'".formatted(path, Kinds.of(kindOf(value)), shown(link));
    }
    return link.getKind() == Kind.SELECT
        ? "'%1$s%2$s' has no value: ask for it with 'has(%1$s%2$s)' first"
            .formatted(path, shown(link))
        : "'%1$s%2$s' has no value: ask for it with 'in' first".formatted(path, shown(link));
  }

  private static Object kindOf(JsonNode value) {
    return JsonValues.of(value, new Work());
  }

  private static @Nullable JsonNode member(JsonNode value, CelExpr link) {
    if (link.getKind() == Kind.SELECT) {
      return value.get(link.select().field());
    }
    CelExpr index = link.call().args().get(1);
    if (index.getKind() != Kind.CONSTANT) {
      return null;
    }
    return switch (index.constant().getKind()) {
      case STRING_VALUE -> value.get(index.constant().stringValue());
      case INT64_VALUE -> value.get((int) index.constant().int64Value());
      default -> null;
    };
  }

  private static String shown(CelExpr link) {
    if (link.getKind() == Kind.SELECT) {
      return "." + Excerpt.of(link.select().field(), MAX_NAME_LENGTH);
    }
    CelExpr index = link.call().args().get(1);
    boolean isName =
        index.getKind() == Kind.CONSTANT
            && index.constant().getKind() == CelConstant.Kind.STRING_VALUE;
    return isName
        ? "[\"" + Excerpt.of(index.constant().stringValue(), MAX_NAME_LENGTH) + "\"]"
        : "[...]";
  }
}
