package io.flowforge.execution.output;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.json.Json;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.output.StepOutputStore;
import io.flowforge.request.output.StoredOutput;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.secret.OutputSeal;
import io.flowforge.secret.OutputSeal.OutputPlace;
import io.flowforge.secret.seal.ClosedSealException;
import io.flowforge.secret.seal.SealedValue;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The outputs of all requests in PostgreSQL. Safe for use by many threads. */
public final class OutputRecords {

  private static final Logger LOG = System.getLogger(OutputRecords.class.getName());

  private static final ObjectReader READER =
      Json.mapper()
          .readerFor(ObjectNode.class)
          .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

  private final Database database;
  private final StepOutputStore store;
  private final OutputSeal seal;

  public OutputRecords(Database database, StepOutputStore store, OutputSeal seal) {
    this.database = database;
    this.store = store;
    this.seal = seal;
  }

  /** What was read of a request. */
  record Recorded(Map<String, OutputValues> byStep, Map<String, Set<String>> closed) {}

  /**
   * Returns the outputs that a request has when a run of it begins or goes on. Reads nothing if the
   * pipeline declares no outputs, or no step can have been executed before.
   *
   * @throws io.flowforge.error.UnavailableException if PostgreSQL does not respond
   */
  public RunOutputs of(Pipeline pipeline, ExecutionState state) {
    boolean hasOutputs = pipeline.steps().stream().anyMatch(step -> !step.outputs().isEmpty());
    boolean isFirst = state.currentStep().equals(pipeline.firstStepName());
    var outputs = new RunOutputs(this, pipeline, state.run());
    if (hasOutputs && !isFirst) {
      Recorded recorded = read(state);
      // What a run executes again, or skips this time, has no outputs of an earlier run.
      Set<String> kept = namesBefore(pipeline, state.currentStep());
      recorded.byStep().keySet().retainAll(kept);
      recorded.closed().keySet().retainAll(kept);
      outputs.add(recorded);
    }
    return outputs;
  }

  private static Set<String> namesBefore(Pipeline pipeline, String current) {
    return pipeline.stepsInOrder().stream()
        .map(Step::stepName)
        .takeWhile(name -> !name.equals(current))
        .collect(toSet());
  }

  private Recorded read(ExecutionState state) {
    List<StoredOutput> rows =
        database.inTransaction(tx -> tx.last(() -> store.of(tx, state.requestId())));
    Map<String, ObjectNode> plain = new LinkedHashMap<>();
    Map<String, Map<String, String>> secret = new HashMap<>();
    Map<String, Set<String>> closed = new HashMap<>();
    for (StoredOutput row : rows) {
      SealedValue sealed = row.sealed();
      String value = row.value();
      if (sealed == null) {
        plain.put(row.stepName(), object(value == null ? "{}" : value));
      } else {
        opened(state, row, sealed)
            .ifPresentOrElse(
                text ->
                    secret
                        .computeIfAbsent(row.stepName(), _ -> new HashMap<>())
                        .put(row.name(), text),
                () -> closed.computeIfAbsent(row.stepName(), _ -> new HashSet<>()).add(row.name()));
      }
    }
    Map<String, OutputValues> byStep = new LinkedHashMap<>();
    plain.forEach(
        (step, values) ->
            byStep.put(step, new OutputValues(values, secret.getOrDefault(step, Map.of()))));
    return new Recorded(byStep, closed);
  }

  private Optional<String> opened(ExecutionState state, StoredOutput row, SealedValue sealed) {
    try {
      return Optional.of(seal.open(place(state, row.stepName(), row.name(), row.run()), sealed));
    } catch (ClosedSealException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("output_not_opened")
              .with("request", state.requestId())
              .with("step", row.stepName())
              .with("output", row.name())
              .with("reason", e.reason()));
      return Optional.empty();
    }
  }

  private static ObjectNode object(String json) {
    try {
      return READER.readValue(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored outputs are not JSON", e);
    }
  }

  /** Writes the outputs of a step that has been executed, in the transaction that records it. */
  void write(Tx tx, ExecutionState state, String stepName, OutputValues values) {
    store.put(
        tx, state, new StoredOutput(stepName, "", state.run(), values.plain().toString(), null));
    if (!values.secret().isEmpty()) {
      seal.holdKey(tx);
    }
    values
        .secret()
        .forEach(
            (name, value) ->
                store.put(
                    tx,
                    state,
                    new StoredOutput(
                        stepName,
                        name,
                        state.run(),
                        null,
                        seal.seal(place(state, stepName, name, state.run()), value))));
  }

  /** Removes what earlier runs have recorded, except of the steps whose outputs this run keeps. */
  void keepOnly(Tx tx, ExecutionState state, List<String> steps) {
    store.keepOnly(tx, state.requestId(), steps);
  }

  boolean canSeal() {
    return seal.hasKeys();
  }

  private static OutputPlace place(ExecutionState state, String step, String name, int run) {
    return new OutputPlace(state.orgId(), state.requestId(), step, name, run);
  }
}
