package io.flowforge.step;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a step does with its form data before it calls. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlaceholdersBenchmark {

  private final ObjectNode form =
      JsonNodeFactory.instance
          .objectNode()
          .put("ticket", "INC-4711")
          .put("host", "db-3.example.com")
          .put("size", "40 GiB");
  private final ObjectNode template =
      JsonNodeFactory.instance
          .objectNode()
          .put("summary", "Extend ${host} to ${size}")
          .put("ticket", "${ticket}")
          .put("fixed", "nothing to fill in here");
  private final PlaceholderValues values = new PlaceholderValues(form);

  @Benchmark
  public Object url() {
    return values.inUrl("https://example.com/hosts/${host}/volumes?size=${size}&ticket=${ticket}");
  }

  @Benchmark
  public Object json() {
    return values.inJson(template);
  }
}
