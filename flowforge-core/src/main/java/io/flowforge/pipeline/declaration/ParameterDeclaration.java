package io.flowforge.pipeline.declaration;

import java.util.List;

/**
 * A parameter of a step type, or a member of one that is an object.
 *
 * @param meaning one line for authors, in Markdown
 * @param types the types of its value; empty for any
 * @param allowedValues the strings that it may be; empty for any
 * @param ignoresCase whether upper and lower case are the same in these strings
 * @param pattern the ECMA-262 expression that a string matches; empty for any string
 * @param hasPlaceholders whether placeholders in it are filled in
 * @param members what an object holds; empty if its keys are free
 * @param values what each value of an object with free keys is; empty for anything
 * @param maxMembers the maximum number of keys of an object; 0 for any number
 */
public record ParameterDeclaration(
    String name,
    String meaning,
    List<ValueType> types,
    boolean isRequired,
    List<String> allowedValues,
    boolean ignoresCase,
    String pattern,
    boolean hasPlaceholders,
    List<ParameterDeclaration> members,
    List<ValueType> values,
    int maxMembers) {

  public ParameterDeclaration {
    types = List.copyOf(types);
    allowedValues = List.copyOf(allowedValues);
    members = List.copyOf(members);
    values = List.copyOf(values);
  }

  /** Declares an optional parameter, in which placeholders are filled in. */
  public static ParameterDeclaration of(String name, String meaning, ValueType... types) {
    return new ParameterDeclaration(
        name, meaning, List.of(types), false, List.of(), false, "", true, List.of(), List.of(), 0);
  }

  public ParameterDeclaration required() {
    return new ParameterDeclaration(
        name,
        meaning,
        types,
        true,
        allowedValues,
        ignoresCase,
        pattern,
        hasPlaceholders,
        members,
        values,
        maxMembers);
  }

  /** Returns a copy in which a placeholder is nothing but text. */
  public ParameterDeclaration withoutPlaceholders() {
    return new ParameterDeclaration(
        name,
        meaning,
        types,
        isRequired,
        allowedValues,
        ignoresCase,
        pattern,
        false,
        members,
        values,
        maxMembers);
  }

  /** Returns a copy that is one of these strings, which holds no placeholder. */
  public ParameterDeclaration oneOf(List<String> strings) {
    return new ParameterDeclaration(
        name,
        meaning,
        types,
        isRequired,
        strings,
        ignoresCase,
        pattern,
        false,
        members,
        values,
        maxMembers);
  }

  /** Returns a copy that is one of these strings, in upper or lower case and amid blanks. */
  public ParameterDeclaration oneOfIgnoringCase(List<String> strings) {
    ParameterDeclaration exact = oneOf(strings);
    return new ParameterDeclaration(
        name,
        meaning,
        types,
        isRequired,
        exact.allowedValues,
        true,
        pattern,
        exact.hasPlaceholders,
        members,
        values,
        maxMembers);
  }

  /** Returns a copy whose strings match an expression of ECMA-262. */
  public ParameterDeclaration matching(String expression) {
    return new ParameterDeclaration(
        name,
        meaning,
        types,
        isRequired,
        allowedValues,
        ignoresCase,
        expression,
        hasPlaceholders,
        members,
        values,
        maxMembers);
  }

  /** Returns a copy that is an object with these members. */
  public ParameterDeclaration with(List<ParameterDeclaration> declared) {
    return new ParameterDeclaration(
        name,
        meaning,
        types,
        isRequired,
        allowedValues,
        ignoresCase,
        pattern,
        hasPlaceholders,
        declared,
        values,
        maxMembers);
  }

  /** Returns a copy that is an object with free keys, each value of which has one of the types. */
  public ParameterDeclaration withValues(int max, ValueType... valueTypes) {
    return new ParameterDeclaration(
        name,
        meaning,
        types,
        isRequired,
        allowedValues,
        ignoresCase,
        pattern,
        hasPlaceholders,
        members,
        List.of(valueTypes),
        max);
  }

  /** Returns whether the parameter may be this string. */
  public boolean allows(String value) {
    return allowedValues.isEmpty()
        || allowedValues.contains(value)
        || (ignoresCase && allowedValues.stream().anyMatch(value.strip()::equalsIgnoreCase));
  }
}
