package io.flowforge.faults.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A value of blanks that a step would put into its {@code Content-Type}, if it is accepted. */
record BlankHeader() implements Attack {

  private static final Pattern ID = Pattern.compile("\"id\":\"(\\w+)\"");

  @Override
  public String name() {
    return "blanks in a header";
  }

  @Override
  public int connections() {
    return 2;
  }

  @Override
  public Duration pause() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Optional<String> attack(AttackedServer server) throws IOException {
    String body =
        "{\"org_id\": %d, \"pipeline_id\": \"%s\", \"form_data\": {\"v\": \"a%sa\"}}"
            .formatted(server.orgId(), server.headerPipeline(), " ".repeat(90_000));
    String response = exchange(server, "POST /api/service_request HTTP/1.1", body);
    Matcher id = ID.matcher(response.substring(0, Math.min(1000, response.length())));
    if (response.startsWith("HTTP/1.1 2") && id.find()) {
      response =
          exchange(server, "PUT /api/service_request/" + id.group(1) + "/start HTTP/1.1", "");
    }
    return response.startsWith("HTTP/1.1 500") ? Optional.of("500") : Optional.empty();
  }

  private static String exchange(AttackedServer server, String line, String body)
      throws IOException {
    try (var connection = new AttackConnection(server.port())) {
      connection.send(server.request(line, body));
      return connection.rest();
    }
  }
}
