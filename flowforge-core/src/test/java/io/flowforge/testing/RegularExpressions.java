package io.flowforge.testing;

import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;
import java.time.Period;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;

/**
 * The rule against regular expressions of the JDK, whose backtracking can take a time that grows
 * exponentially with the input. {@code io.flowforge.scan} has scanners in their place.
 */
public final class RegularExpressions {

  private static final Set<String> METHODS_OF_STRING =
      Set.of("matches", "replaceAll", "replaceFirst", "split", "splitWithDelimiters");

  /** Classes of the JDK that use regular expressions behind other methods. */
  private static final Set<Class<?>> PARSERS = Set.of(Scanner.class, Duration.class, Period.class);

  private RegularExpressions() {}

  /**
   * Returns the rule.
   *
   * @param reasons the classes that may use regular expressions, each with its reason
   */
  public static ArchRule unusedOutside(Map<String, String> reasons) {
    return classes()
        .that(
            DescribedPredicate.describe(
                "are not among " + reasons, type -> !reasons.containsKey(outermost(type))))
        .should(
            never(
                dependOnClassesThat(
                    DescribedPredicate.describe(
                        "are regular expressions",
                        type -> type.getPackageName().equals("java.util.regex")))))
        .andShould(never(accessTargetWhere(usesOne())));
  }

  private static DescribedPredicate<JavaAccess<?>> usesOne() {
    return DescribedPredicate.describe(
        "uses a regular expression",
        access -> {
          JavaClass owner = access.getTargetOwner();
          String method = access.getTarget().getName();
          return (owner.isEquivalentTo(String.class) && METHODS_OF_STRING.contains(method))
              || (PARSERS.stream().anyMatch(owner::isEquivalentTo)
                  && (method.equals("parse") || method.equals("<init>")));
        });
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(RegularExpressions::outermost).orElse(type.getName());
  }
}
