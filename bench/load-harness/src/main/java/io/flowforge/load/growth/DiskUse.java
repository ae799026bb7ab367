package io.flowforge.load.growth;

import io.flowforge.faults.cluster.Wait;
import io.flowforge.load.result.Series;
import io.flowforge.load.stack.Stack;
import io.flowforge.load.stack.Stack.ServerAddress;
import io.helidon.webserver.WebServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What requests of two steps cost on disk that have run, with request and response bodies of 200
 * bytes. They run in batches, with a VACUUM after each, as autovacuum does it while a server runs.
 * The first batch does not count: it makes the space that every later one finds free again.
 */
final class DiskUse {

  private static final List<String> TABLES =
      List.of("request_run", "request_transition", "service_request_event", "step_log");
  private static final int BODY = 200;
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final Stack stack;
  private final String url;

  DiskUse(Stack stack, ServerAddress server) {
    this.stack = stack;
    url = server.url();
  }

  /** Runs batches of requests, and returns a table with the average of all but the first. */
  List<List<String>> of(int batch, int batches) {
    String response = text("{\"result\": \"", "\"}");
    WebServer target =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .routing(
                routing ->
                    routing.post(
                        "/call",
                        (call, answer) -> {
                          var _ = call.content().as(byte[].class);
                          answer.header("Content-Type", "application/json").send(response);
                        }))
            .build()
            .start();
    try {
      String pipelineId = pipeline("http://127.0.0.1:" + target.port() + "/call");
      run(batch, batch, pipelineId);
      Map<String, Sizes> before = sizes();
      for (int done = 2; done <= batches; done++) {
        run(batch, batch * done, pipelineId);
        stack.database().execute("VACUUM ANALYZE");
      }
      return table(batch * (batches - 1), before, sizes());
    } finally {
      target.stop();
    }
  }

  private String pipeline(String target) {
    String step =
        """
        {"step_name": "%s", "prev_step_name": "%s", "next_step_name": "%s", "is_terminal_step": %s,
         "step_type": "API",
         "parameters": {"method": "POST", "url": "%s", "data": {"ticket": "${ticket}"}}}
        """;
    String body =
        """
        {"org_id": %d, "pipeline_name": "bodies", "first_step_name": "s1",
         "form": {"fields": [{"name": "ticket", "title": "Ticket", "type": "input"}]},
         "steps": [%s, %s]}
        """
            .formatted(
                stack.orgId(),
                step.formatted("s1", "", "s2", false, target),
                step.formatted("s2", "s1", "", true, target));
    return stack
        .http()
        .json("POST", url + "/api/pipeline", stack.adminToken(), body)
        .path("id")
        .asText();
  }

  /** Runs a batch, and waits until so many requests have completed in all. */
  private void run(int requests, int completed, String pipelineId) {
    String body =
        """
        {"pipeline_id": "%s", "org_id": %d, "remarks": "", "form_data": %s}
        """
            .formatted(pipelineId, stack.orgId(), text("{\"ticket\":\"", "\"}"));
    String submissions = url + "/api/service_request";
    IntStream.range(0, requests)
        .parallel()
        .forEach(
            number -> {
              String token = stack.token(number);
              String id = stack.http().json("POST", submissions, token, body).path("id").asText();
              var _ = stack.http().bytes("PUT", submissions + "/" + id + "/start", token, "");
            });
    String count = "SELECT count(*) FROM request_run WHERE status = 'Completed'";
    if (!Wait.until(TIMEOUT, () -> stack.database().count(count) == completed)) {
      throw new IllegalStateException("not all requests completed");
    }
  }

  private static String text(String begin, String end) {
    return begin + "x".repeat(BODY - begin.length() - end.length()) + end;
  }

  /** The size of a table: its rows, its bytes and those of its indexes. */
  private record Sizes(long rows, long bytes, long indexBytes) {}

  private Map<String, Sizes> sizes() {
    stack.database().execute("VACUUM ANALYZE");
    Map<String, Sizes> sizes = new LinkedHashMap<>();
    for (String table : TABLES) {
      sizes.put(
          table,
          new Sizes(
              stack.database().count("SELECT count(*) FROM " + table),
              size("pg_table_size", table),
              size("pg_indexes_size", table)));
    }
    return sizes;
  }

  private static List<List<String>> table(
      double requests, Map<String, Sizes> before, Map<String, Sizes> after) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("table", "rows", "bytes", "bytes of its indexes"));
    double sum = 0;
    for (String table : TABLES) {
      Sizes from = before.get(table);
      Sizes to = after.get(table);
      double bytes = (to.bytes() - from.bytes()) / requests;
      double indexes = (to.indexBytes() - from.indexBytes()) / requests;
      double count = (to.rows() - from.rows()) / requests;
      rows.add(List.of(table, Series.text(count), Series.text(bytes), Series.text(indexes)));
      sum += bytes + indexes;
    }
    rows.add(List.of("all", "", Series.text(sum), ""));
    return rows;
  }

  private long size(String function, String table) {
    return stack.database().count("SELECT " + function + "('" + table + "')");
  }
}
