package io.flowforge.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.flowforge.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The compiler and the runtime of CEL; made when the first condition is read. */
final class CelEnvironment {

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(1000)
          .build();
  private static final MapType VALUES = MapType.create(SimpleType.STRING, SimpleType.DYN);
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("form", VALUES)
          .addVar("steps", VALUES)
          .addVar("request", VALUES)
          .setResultType(SimpleType.BOOL)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();
  private static final ObjectMapper MAPPER = Json.mapper();

  private CelEnvironment() {}

  static List<ConditionProblem> problemsOf(String text) {
    return COMPILER.compile(text).getErrors().stream()
        .map(
            issue ->
                new ConditionProblem(
                    issue.getSourceLocation().getColumn() + 1, issue.getMessage()))
        .toList();
  }

  static boolean evaluate(String text, Map<String, JsonNode> input) throws ConditionException {
    try {
      CelAbstractSyntaxTree tree = COMPILER.compile(text).getAst();
      Map<String, Object> values = new HashMap<>();
      input.forEach((name, node) -> values.put(name, MAPPER.convertValue(node, Map.class)));
      if (RUNTIME.createProgram(tree).eval(values) instanceof Boolean result) {
        return result;
      }
    } catch (CelValidationException | CelEvaluationException e) {
      throw new ConditionException(e.getMessage());
    }
    throw new ConditionException("the condition must be true or false");
  }
}
