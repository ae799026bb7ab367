package io.flowforge.live;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names of versions of pipelines, which never change. Thread-safe. */
final class PipelineNames {

  private static final int MAX_KNOWN = 1_000;

  private final PipelineStore pipelines;
  private final Map<String, String> known = new Latest();

  PipelineNames(PipelineStore pipelines) {
    this.pipelines = pipelines;
  }

  private static final class Latest extends LinkedHashMap<String, String> {

    private static final long serialVersionUID = 1L;

    Latest() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
      return size() > MAX_KNOWN;
    }
  }

  /** Returns the name; empty if the pipeline is gone or cannot be read. */
  String nameOf(String pipelineId) {
    synchronized (known) {
      String name = known.get(pipelineId);
      if (name != null) {
        return name;
      }
    }
    String name = pipelines.find(pipelineId).map(Pipeline::pipelineName).orElse("");
    if (!name.isEmpty()) {
      synchronized (known) {
        known.put(pipelineId, name);
      }
    }
    return name;
  }
}
