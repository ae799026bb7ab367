package io.flowforge.load.growth;

import com.sun.net.httpserver.HttpServer;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.load.result.Series;
import io.flowforge.load.stack.Stack;
import io.flowforge.load.stack.Stack.ServerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * What requests of two steps cost on disk that have run, with request and response bodies of 200
 * bytes.
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

  /** Runs requests, and returns a table. */
  List<List<String>> of(int requests) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      HttpServer target =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BODY);
      target.setExecutor(threads);
      byte[] response = text("{\"result\": \"", "\"}").getBytes(StandardCharsets.UTF_8);
      target.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, response.length);
            exchange.getResponseBody().write(response);
            exchange.close();
          });
      target.start();
      try {
        run(requests, pipeline("http://127.0.0.1:" + target.getAddress().getPort() + "/call"));
      } finally {
        target.stop(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stack.database().execute("VACUUM ANALYZE");
    return table(requests);
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

  private void run(int requests, String pipelineId) {
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
    long completed = requests;
    String count = "SELECT count(*) FROM request_run WHERE status = 'Completed'";
    if (!Wait.until(TIMEOUT, () -> stack.database().count(count) == completed)) {
      throw new IllegalStateException("not all requests completed");
    }
  }

  private static String text(String begin, String end) {
    return begin + "x".repeat(BODY - begin.length() - end.length()) + end;
  }

  private List<List<String>> table(int requests) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("table", "rows", "bytes", "bytes of its indexes"));
    double sum = 0;
    for (String table : TABLES) {
      double bytes = size("pg_table_size", table) / (double) requests;
      double indexes = size("pg_indexes_size", table) / (double) requests;
      double count = stack.database().count("SELECT count(*) FROM " + table);
      rows.add(
          List.of(table, Series.text(count / requests), Series.text(bytes), Series.text(indexes)));
      sum += bytes + indexes;
    }
    rows.add(List.of("all", "", Series.text(sum), ""));
    return rows;
  }

  private long size(String function, String table) {
    return stack.database().count("SELECT " + function + "('" + table + "')");
  }
}
