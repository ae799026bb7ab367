package io.flowforge.faults.evidence;

import static java.util.stream.Collectors.groupingBy;

import io.flowforge.faults.stub.CountingTarget.Effect;
import io.flowforge.faults.stub.FlowRecord;
import io.flowforge.faults.stub.TargetCall;
import java.util.List;
import java.util.Map;

/**
 * The calls that reached the target, and their effects.
 *
 * @param flow what the target knows of steps that build on each other
 */
public record TargetRecord(List<TargetCall> calls, List<Effect> effects, FlowRecord flow) {

  /** Creates the record of a run without steps that build on each other. */
  public TargetRecord(List<TargetCall> calls, List<Effect> effects) {
    this(calls, effects, FlowRecord.NONE);
  }

  /** Returns the calls by ticket, which identifies a request. */
  public Map<String, List<TargetCall>> callsByTicket() {
    return calls.stream().collect(groupingBy(TargetCall::ticket));
  }
}
