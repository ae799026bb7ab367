package io.flowforge.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormDataTypes;
import io.flowforge.pipeline.form.FormDataValidator;
import java.util.ArrayList;
import java.util.List;

/** The validation of form data against a form and against the steps that use it. Thread-safe. */
public final class SubmissionValidator {

  private final StepTypes stepTypes;

  public SubmissionValidator(StepTypes stepTypes) {
    this.stepTypes = stepTypes;
  }

  /**
   * Checks the data of a request, and returns it as it is to be stored.
   *
   * @throws InvalidException with all problems of the form in its details, or if there are none,
   *     with those of all steps
   */
  public ObjectNode validate(Form form, List<Step> steps, ObjectNode formData) {
    ObjectNode stored = FormDataValidator.validate(form, formData);
    ObjectNode typed = FormDataTypes.typed(form, stored);
    List<String> problems = new ArrayList<>();
    for (Step step : steps) {
      stepTypes
          .find(step.stepType())
          .map(type -> type.problemsOfValues(step, typed))
          .orElse(List.of())
          .forEach(problem -> problems.add("step '%s': %s".formatted(step.stepName(), problem)));
    }
    if (!problems.isEmpty()) {
      throw new InvalidException("invalid form data: " + problems.getFirst(), problems);
    }
    return stored;
  }
}
