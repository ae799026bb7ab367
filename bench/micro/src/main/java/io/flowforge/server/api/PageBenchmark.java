package io.flowforge.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.json.Json;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.server.api.RequestJson.PageJson;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A page of requests as JSON. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PageBenchmark {

  private static final int PAGE_SIZE = 20;

  private final ObjectMapper mapper = Json.mapper();
  private final List<ServiceRequest> requests =
      IntStream.range(0, PAGE_SIZE).mapToObj(PageBenchmark::request).toList();

  @Benchmark
  public byte[] page() throws JsonProcessingException {
    return mapper.writeValueAsBytes(
        new PageJson(
            requests.stream().map(RequestJson::of).toList(), new PageJson.Metadata(PAGE_SIZE)));
  }

  private static ServiceRequest request(int number) {
    Instant created = Instant.parse("2026-11-26T08:00:00.123Z").minusSeconds(number);
    return new ServiceRequest(
        "66b1f0c2a4d5e6f7081920%02d".formatted(number),
        "auth0|66b1f0c2a4d5e6f708192a3b",
        7,
        "66b1f0c2a4d5e6f708192a3c",
        "Extend a volume",
        3,
        RequestStatus.COMPLETED,
        created,
        created.plusSeconds(5),
        "as discussed",
        JsonNodeFactory.instance
            .objectNode()
            .put("ticket", "INC-%d".formatted(number))
            .put("host", "db-3.example.com")
            .put("size", "40 GiB"));
  }
}
