package io.flowforge.pipeline.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.pipeline.PipelineValidator.Definition;
import java.util.List;
import java.util.function.Consumer;

/** The validation of a pipeline in a file: every problem with its line and column. */
public final class PipelineFileCheck {

  private final PipelineValidator validator;
  private final ObjectMapper mapper;

  public PipelineFileCheck(PipelineValidator validator, ObjectMapper mapper) {
    this.validator = validator;
    this.mapper = mapper;
  }

  /**
   * Validates the pipeline as a server does that knows the same step types.
   *
   * @param warnings receives what has no effect, and what only some servers allow
   * @throws InvalidException with one detail for each problem, in the order of the file
   */
  public Definition check(PipelineFile file, Consumer<String> warnings) {
    var problems = new SourceProblems(file.name());
    Consumer<String> located =
        sentence -> warnings.accept(problems.located(file.place().of(sentence), sentence));
    var consequences = new Consequences();
    ObjectNode json = file.json();
    new DraftShape(
            (path, problem) -> {
              consequences.add(path);
              String sentence = path + ": " + problem.get();
              problems.add(file.place().of(sentence), sentence);
            },
            (path, problem) -> located.accept(path + ": " + problem.get()))
        .check(json);
    try {
      Definition definition = validator.validateForAnyServer(draft(json), located);
      problems.throwIfAny();
      return definition;
    } catch (InvalidException e) {
      sentences(e).stream()
          .filter(sentence -> !consequences.include(sentence))
          .forEach(sentence -> problems.add(file.place().of(sentence), sentence));
      problems.throwIfAny();
      throw e;
    }
  }

  private PipelineDraft draft(ObjectNode json) {
    try {
      return mapper.treeToValue(json, PipelineDraft.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the types were checked before", e);
    }
  }

  private static List<String> sentences(InvalidException failure) {
    return failure.details().isEmpty() ? List.of(failure.userMessage()) : failure.details();
  }
}
