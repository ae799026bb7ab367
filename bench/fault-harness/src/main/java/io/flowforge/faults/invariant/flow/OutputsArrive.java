package io.flowforge.faults.invariant.flow;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.invariant.Invariant;
import io.flowforge.faults.invariant.Violation;
import io.flowforge.faults.stub.CalledStep;
import io.flowforge.faults.stub.FlowRecord;
import io.flowforge.faults.stub.FlowRecord.Answer;
import io.flowforge.faults.stub.FlowRecord.Use;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A call carries exactly what the earlier step was answered with, in the same run, or in the latest
 * one that executed the earlier step; and all calls of a step in a run carry the same.
 */
final class OutputsArrive implements Invariant {

  private static final String CALLBACK = "s2-callback";

  /** What a step was answered with; the token is empty if the call does not carry it. */
  private record Output(String value, String token) {}

  @Override
  public String name() {
    return "a call carries exactly the outputs of the earlier step";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    FlowRecord flow = evidence.target().flow();
    Map<String, List<Answer>> answers =
        flow.answers().stream().collect(groupingBy(answer -> answer.step().ticket()));
    Map<String, List<FlowRecord.Callback>> callbacks =
        flow.callbacks().stream().collect(groupingBy(callback -> callback.step().ticket()));
    var violations = new ArrayList<Violation>();
    for (Use use : flow.uses()) {
      Set<Output> possible =
          use.from().equals(CALLBACK)
              ? called(use, callbacks.getOrDefault(use.step().ticket(), List.of()))
              : answered(use, answers.getOrDefault(use.step().ticket(), List.of()));
      if (!possible.contains(new Output(use.value(), use.token()))) {
        violations.add(new Violation("", "%s, but possible was %s".formatted(use, possible)));
      }
    }
    Map<CalledStep, Set<Output>> used =
        flow.uses().stream()
            .collect(
                groupingBy(
                    Use::step, mapping(use -> new Output(use.value(), use.token()), toSet())));
    used.forEach(
        (step, outputs) -> {
          if (outputs.size() > 1) {
            violations.add(new Violation("", "%s was called with %s".formatted(step, outputs)));
          }
        });
    return violations;
  }

  private static Set<Output> answered(Use use, List<Answer> answers) {
    List<Answer> before =
        answers.stream()
            .filter(answer -> answer.step().name().equals(use.from()))
            .filter(answer -> answer.step().run() <= use.step().run())
            .toList();
    int run = before.stream().mapToInt(answer -> answer.step().run()).max().orElse(0);
    return before.stream()
        .filter(answer -> answer.step().run() == run)
        .map(answer -> new Output(answer.value(), use.token().isEmpty() ? "" : answer.token()))
        .collect(toSet());
  }

  /** Returns what was sent, or, if a server said that it took one, only that. */
  private static Set<Output> called(Use use, List<FlowRecord.Callback> callbacks) {
    List<FlowRecord.Callback> before =
        callbacks.stream().filter(callback -> callback.step().run() <= use.step().run()).toList();
    int run = before.stream().mapToInt(callback -> callback.step().run()).max().orElse(0);
    Set<Output> sent = new HashSet<>();
    Set<Output> accepted = new HashSet<>();
    for (FlowRecord.Callback callback : before) {
      if (callback.step().run() == run) {
        var output = new Output('"' + callback.value() + '"', "");
        sent.add(output);
        if (callback.isAccepted()) {
          accepted.add(output);
        }
      }
    }
    return accepted.isEmpty() ? sent : accepted;
  }
}
