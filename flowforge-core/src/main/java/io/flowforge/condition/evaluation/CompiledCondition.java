package io.flowforge.condition.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.flowforge.condition.tree.ConditionFinding;
import io.flowforge.condition.tree.ConditionText;
import io.flowforge.condition.tree.Kinds;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A condition that can be evaluated. Immutable and thread-safe. */
public final class CompiledCondition {

  /** The variable whose fields are absent for {@code has()} if they were left empty. */
  static final String FORM = "form";

  private final CelAbstractSyntaxTree tree;
  private final ConditionText text;
  private final CelRuntime.Program program;
  private final Set<Long> strictParts;

  /** Creates a condition from its checked tree and the program that has been made of it. */
  public CompiledCondition(
      CelAbstractSyntaxTree tree, ConditionText text, CelRuntime.Program program) {
    this.tree = tree;
    this.text = text;
    this.program = program;
    this.strictParts = EvaluationTrace.strictParts(tree.getExpr());
  }

  /** Evaluates the condition with the values of its variables. Changes none of them. */
  public Evaluation evaluate(Map<String, ? extends JsonNode> input) {
    Work work = new Work();
    EvaluationTrace trace = new EvaluationTrace(work, strictParts);
    try {
      return result(ScopedValue.where(Work.CURRENT, work).call(() -> run(input, trace)));
    } catch (CelEvaluationException e) {
      return new Evaluation.NoResult(new FailureReason(tree, text, trace, input).of(e));
    } catch (EvaluationLimit e) {
      return failed(e.sentence());
    } catch (StackOverflowError e) {
      return failed("the condition, or a value that it reads, is nested too deeply");
    }
  }

  private Object run(Map<String, ? extends JsonNode> input, EvaluationTrace trace)
      throws CelEvaluationException {
    Map<String, Object> values = new HashMap<>();
    input.forEach(
        (name, node) ->
            values.put(
                name,
                name.equals(FORM) && node instanceof ObjectNode form
                    ? new JsonObjectValue(form, trace.work(), true)
                    : JsonValues.of(node, trace.work())));
    return program.trace(values, trace);
  }

  private static Evaluation result(Object result) {
    return result instanceof Boolean holds
        ? new Evaluation.Result(holds)
        : failed(
            "the condition must be true or false, but it is %s: compare it with something"
                .formatted(Kinds.of(result)));
  }

  private static Evaluation failed(String sentence) {
    return new Evaluation.NoResult(new ConditionFinding(0, sentence));
  }
}
