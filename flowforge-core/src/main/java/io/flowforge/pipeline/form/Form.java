package io.flowforge.pipeline.form;

import java.util.List;

/** The form that a requester fills in to submit a request. */
public record Form(List<FormField> fields) {

  public Form {
    fields = List.copyOf(fields);
  }
}
