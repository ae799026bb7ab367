package io.flowforge.pipeline;

import java.util.List;

/** What a requester fills in before a pipeline can run. */
public record Form(List<FormField> fields) {

  public Form {
    fields = List.copyOf(fields);
  }
}
