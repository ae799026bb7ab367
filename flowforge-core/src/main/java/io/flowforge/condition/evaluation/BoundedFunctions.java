package io.flowforge.condition.evaluation;

import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import io.flowforge.regex.LinearPattern;
import io.flowforge.regex.PatternException;
import io.flowforge.regex.PatternLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The functions of CEL whose work is not proportional to the size of what they are given. They
 * replace the library's, and count their work before they do it.
 */
public final class BoundedFunctions {

  /** What a pattern may cost. Its case may be ignored: conditions often look at names. */
  public static final PatternLimits PATTERNS = new PatternLimits(1_000, 2_000, true);

  /** How many characters cost as much as the compilation of a pattern. */
  private static final int CHARACTERS_PER_COMPILATION = 500;

  private static final Set<StandardFunction> REPLACED =
      Set.of(StandardFunction.CONTAINS, StandardFunction.MATCHES);

  private static final int COMPARISONS_PER_UNIT = 8;

  private BoundedFunctions() {}

  /** Returns the functions of the library that these replace. */
  public static Set<StandardFunction> replaced() {
    return REPLACED;
  }

  /** Returns the functions that replace them. */
  public static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    bindings.addAll(
        CelFunctionBinding.fromOverloads(
            "contains",
            CelFunctionBinding.from(
                "contains_string", String.class, String.class, BoundedFunctions::contains)));
    bindings.addAll(
        CelFunctionBinding.fromOverloads(
            "matches",
            CelFunctionBinding.from(
                "matches", String.class, String.class, BoundedFunctions::matches),
            CelFunctionBinding.from(
                "matches_string", String.class, String.class, BoundedFunctions::matches)));
    return bindings;
  }

  private static boolean contains(String text, String part) {
    count(text.length(), part.length());
    return text.contains(part);
  }

  private static boolean matches(String text, String expression) {
    // Before it is compiled: CEL may ignore the failure and go on.
    count(CHARACTERS_PER_COMPILATION, LinearPattern.estimate(expression, PATTERNS));
    LinearPattern pattern;
    try {
      pattern = LinearPattern.of(expression, PATTERNS);
    } catch (PatternException e) {
      throw new EvaluationFailure(String.valueOf(e.getMessage()));
    }
    count(text.length(), pattern.size());
    return pattern.isFoundIn(text);
  }

  private static void count(int length, long perCharacter) {
    Work.CURRENT.get().units(length * perCharacter / COMPARISONS_PER_UNIT);
  }
}
