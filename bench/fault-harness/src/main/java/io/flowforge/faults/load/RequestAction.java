package io.flowforge.faults.load;

import java.util.Set;

/** An action of a person on a request, with the transitions that it causes. */
public enum RequestAction {
  CREATE("CREATE"),
  START("START"),
  APPROVE("APPROVE", "APPROVE_LAST"),
  REJECT("REJECT"),
  CANCEL("CANCEL"),
  RETRY("RESUME");

  @SuppressWarnings("ImmutableEnumChecker") // Set.of returns an unmodifiable set
  private final Set<String> transitions;

  RequestAction(String... transitions) {
    this.transitions = Set.of(transitions);
  }

  /** Returns whether the action causes that transition. */
  public boolean causes(String transition) {
    return transitions.contains(transition);
  }

  /** Returns whether no step may start once the action has succeeded. */
  public boolean isEnd() {
    return this == REJECT || this == CANCEL;
  }

  /** Returns the last segment of the path. */
  String path() {
    return switch (this) {
      case CREATE -> throw new IllegalStateException("a request is created by POST");
      case START -> "start";
      case APPROVE -> "approve";
      case REJECT -> "reject";
      case CANCEL -> "cancel";
      case RETRY -> "retry";
    };
  }
}
