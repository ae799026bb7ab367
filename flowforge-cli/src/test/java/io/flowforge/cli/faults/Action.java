package io.flowforge.cli.faults;

import java.util.Set;

/** What people do to a request, and the transitions that it shows as. */
enum Action {
  CREATE("CREATE"),
  START("START"),
  APPROVE("APPROVE", "APPROVE_LAST"),
  REJECT("REJECT"),
  CANCEL("CANCEL");

  @SuppressWarnings("ImmutableEnumChecker") // Set.of makes an unmodifiable one
  private final Set<String> transitions;

  Action(String... transitions) {
    this.transitions = Set.of(transitions);
  }

  boolean showsAs(String transition) {
    return transitions.contains(transition);
  }

  /** Whether no step may start any more once this was answered. */
  boolean isEnd() {
    return this == REJECT || this == CANCEL;
  }

  /** What stands behind the request's id in the path. */
  String path() {
    return switch (this) {
      case CREATE -> throw new IllegalStateException("there is no request yet");
      case START -> "start";
      case APPROVE -> "approve";
      case REJECT -> "reject";
      case CANCEL -> "cancel";
    };
  }
}
