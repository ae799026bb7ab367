package io.flowforge.condition.check;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import io.flowforge.condition.tree.Chain;
import io.flowforge.condition.tree.Expressions;
import java.util.Map;
import java.util.Optional;

/**
 * The tree of a condition in which variables with types stand for the references whose kinds are
 * known, so that the type checker sees them. It is checked, not evaluated. The parts keep their
 * places.
 */
final class TypedTree {

  /** What the type checker takes a number for. */
  enum Numbers {
    ANY("@number", SimpleType.DYN),
    WHOLE("@whole", SimpleType.INT),
    FRACTIONAL("@fractional", SimpleType.DOUBLE);

    private final String variable;
    private final CelType type;

    Numbers(String variable, CelType type) {
      this.variable = variable;
      this.type = type;
    }
  }

  private static final String TEXT = "@text";
  private static final String BOOLEAN = "@boolean";
  private static final String LIST = "@list";
  private static final String TEXTS = "@texts";

  /** The variables; no author can write such names. */
  static final Map<String, CelType> VARIABLES =
      Map.of(
          TEXT,
          SimpleType.STRING,
          BOOLEAN,
          SimpleType.BOOL,
          LIST,
          ListType.create(SimpleType.DYN),
          TEXTS,
          ListType.create(SimpleType.STRING),
          Numbers.ANY.variable,
          Numbers.ANY.type,
          Numbers.WHOLE.variable,
          Numbers.WHOLE.type,
          Numbers.FRACTIONAL.variable,
          Numbers.FRACTIONAL.type);

  private final CelAbstractSyntaxTree tree;
  private final KnownNames names;
  private final Numbers numbers;
  private boolean hasNumbers;

  TypedTree(CelAbstractSyntaxTree tree, KnownNames names, Numbers numbers) {
    this.tree = tree;
    this.names = names;
    this.numbers = numbers;
  }

  /** Returns whether the part stands for a number of either kind. */
  static boolean isNumber(CelExpr part) {
    return part.getKind() == Kind.IDENT && part.ident().name().equals(Numbers.ANY.variable);
  }

  CelAbstractSyntaxTree tree() {
    return Expressions.namesOfMacros(tree.getExpr()).stream().anyMatch(names::isVariable)
        ? tree
        : CelAbstractSyntaxTree.newParsedAst(typed(tree.getExpr()), tree.getSource());
  }

  /** Returns whether the tree that was made contains numbers. */
  boolean hasNumbers() {
    return hasNumbers;
  }

  private CelExpr typed(CelExpr expression) {
    return variableFor(expression)
        .map(variable -> CelExpr.ofIdent(expression.id(), variable))
        .orElseGet(() -> Expressions.withParts(expression, this::typed));
  }

  private Optional<String> variableFor(CelExpr expression) {
    boolean isReference =
        Chain.isIndex(expression)
            || (expression.getKind() == Kind.SELECT && !expression.select().testOnly());
    if (!isReference) {
      return Optional.empty();
    }
    Chain chain = Chain.of(expression);
    Optional<String> variable = chain.variable();
    if (variable.isEmpty()) {
      return Optional.empty();
    }
    Reference reference = NameCheck.reference(variable.get(), chain.links());
    if (reference.names().size() < chain.links().size()) {
      return Optional.empty();
    }
    return switch (names.kindOf(reference)) {
      case ANY -> Optional.empty();
      case TEXT -> Optional.of(TEXT);
      case BOOLEAN -> Optional.of(BOOLEAN);
      case LIST -> Optional.of(LIST);
      case LIST_OF_TEXT -> Optional.of(TEXTS);
      case NUMBER -> {
        hasNumbers = true;
        yield Optional.of(numbers.variable);
      }
    };
  }
}
