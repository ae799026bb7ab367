package io.flowforge.condition;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import io.flowforge.condition.check.ConditionCheck;
import io.flowforge.condition.check.KnownNames;
import io.flowforge.condition.check.TypeCheck;
import io.flowforge.condition.evaluation.BoundedFunctions;
import io.flowforge.condition.evaluation.CompiledCondition;
import io.flowforge.condition.evaluation.EvaluationLimits;
import io.flowforge.condition.evaluation.Presence;
import io.flowforge.condition.tree.ConditionText;
import java.util.List;
import java.util.Map;

/**
 * A compiler for conditions with certain variables, and the runtime. Thread-safe. Each is made when
 * the first condition needs it, so that the start of a server does not wait for it.
 */
final class CelEnvironment {

  static final int MAX_LENGTH = 1_000;

  /** The maximum number of levels to which a condition is nested. */
  private static final int MAX_NESTING = 60;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(EvaluationLimits.MAX_ITERATIONS)
          .maxExpressionCodePointSize(MAX_LENGTH)
          .maxParseRecursionDepth(MAX_NESTING)
          .build();

  private static final CelType NAMED_VALUES = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private final CelCompiler compiler;
  private final ConditionCheck check;
  private final KeptConditions kept = new KeptConditions();

  private CelEnvironment(Map<String, CelType> variables) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(
                CelStandardDeclarations.newBuilder()
                    .excludeFunctions(StandardFunction.EQUALS, StandardFunction.NOT_EQUALS)
                    .build())
            .addFunctionDeclarations(comparison("_==_", "equals"), comparison("_!=_", "not_equals"))
            .setResultType(SimpleType.BOOL);
    variables.forEach(builder::addVar);
    TypeCheck.variables().forEach(builder::addVar);
    compiler = builder.build();
    check = new ConditionCheck(compiler, MAX_LENGTH);
  }

  /**
   * Declares an operator for values of any kind, unlike the library, which refuses to compare the
   * result of {@code double()} with a whole number.
   */
  private static CelFunctionDecl comparison(String operator, String overload) {
    return CelFunctionDecl.newFunctionDeclaration(
        operator,
        CelOverloadDecl.newGlobalOverload(
            overload, SimpleType.BOOL, SimpleType.DYN, SimpleType.DYN));
  }

  /** Returns the environment of the conditions of steps. */
  static CelEnvironment ofRequests() {
    return OfRequests.ENVIRONMENT;
  }

  /** Returns the environment of the conditions on responses. */
  static CelEnvironment ofResponses() {
    return OfResponses.ENVIRONMENT;
  }

  /** Returns everything that is wrong with the text, in the order of the columns. */
  List<ConditionProblem> problemsOf(String text, KnownNames names) {
    return check.findingsIn(text, names).stream().map(ConditionProblem::of).toList();
  }

  /**
   * Returns the compiled condition.
   *
   * @throws ConditionException if the text is no condition
   */
  CompiledCondition compiled(String text) throws ConditionException {
    CompiledCondition known = kept.find(text);
    if (known != null) {
      return known;
    }
    List<ConditionProblem> problems = problemsOf(text, KnownNames.ALL);
    if (!problems.isEmpty()) {
      throw new ConditionException(problems.getFirst());
    }
    CompiledCondition compiled = compile(text);
    kept.keep(text, compiled);
    return compiled;
  }

  private CompiledCondition compile(String text) {
    try {
      CelAbstractSyntaxTree parsed = Presence.tested(compiler.parse(text).getAst());
      CelAbstractSyntaxTree tree = compiler.check(parsed).getAst();
      return new CompiledCondition(
          tree, new ConditionText(text), OfAll.RUNTIME.createProgram(tree));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("a checked condition does not compile", e);
    }
  }

  /** Makes its environment when it is first used. */
  private static final class OfRequests {
    static final CelEnvironment ENVIRONMENT =
        new CelEnvironment(
            Map.of("form", NAMED_VALUES, "steps", NAMED_VALUES, "request", NAMED_VALUES));
  }

  /** Makes its environment when it is first used. */
  private static final class OfResponses {
    static final CelEnvironment ENVIRONMENT = new CelEnvironment(Map.of("response", NAMED_VALUES));
  }

  /** Makes the runtime when it is first used. */
  private static final class OfAll {
    static final CelRuntime RUNTIME =
        CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardFunctions(
                CelStandardFunctions.newBuilder()
                    .excludeFunctions(BoundedFunctions.replaced())
                    .build())
            .addFunctionBindings(BoundedFunctions.bindings())
            .build();
  }
}
