package io.flowforge.server.api.submission;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.request.NewRequest;
import io.flowforge.server.json.BodyFields;
import io.flowforge.server.json.ExactNumbers;
import org.jspecify.annotations.Nullable;

/**
 * The request body of a new service request.
 *
 * @param from the id of a service request whose form data is submitted again
 */
public record Submission(
    @Nullable String pipelineId,
    @Nullable Integer orgId,
    @JsonDeserialize(using = ExactNumbers.class) @Nullable ObjectNode formData,
    @Nullable String remarks,
    @Nullable Integer pipelineVersion,
    @Nullable String from) {

  /** Returns the request, whose pipeline and organization are required. */
  public NewRequest checked() {
    return new NewRequest(
        BodyFields.required("pipeline_id", pipelineId),
        BodyFields.required("org_id", orgId),
        formData == null ? JsonNodeFactory.instance.objectNode() : formData,
        remarks == null ? "" : remarks,
        pipelineVersion);
  }

  /** Returns the id of the request to copy. */
  public String original() {
    if (pipelineId != null || formData != null) {
      throw new InvalidException(
          "'from' copies pipeline and form data of a service request; leave out '%s', or 'from'"
              .formatted(pipelineId != null ? "pipeline_id" : "form_data"));
    }
    return BodyFields.required("from", from);
  }

  /** Checks the organization, which a copy need not name. */
  public void requireOrganization(int actual) {
    if (orgId != null && orgId != actual) {
      throw new InvalidException(
          "service request %s belongs to organization %d; correct 'org_id', or leave it out"
              .formatted(from, actual));
    }
  }
}
