package io.flowforge.seed;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowforge.error.InvalidException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A directory with seed files that are in order, until a test changes one of them. */
record SeedFiles(Path directory) {

  static final String USERS =
      """
      user_id,email,name,idp,password
      olga,olga@example.com,Olga,auth0,secret-of-olga
      ada,ada@example.com,Ada,auth0,secret-of-ada
      mike,mike@example.com,Mike,auth0,secret-of-mike
      """;
  static final String ORGANIZATIONS =
      """
      name,owner
      Acme,olga@example.com
      """;
  static final String MEMBERSHIPS =
      """
      user,org,role
      ada@example.com,Acme,Admin
      mike@example.com,Acme,Member
      """;
  static final String PIPELINE =
      """
      {
        "org": "Acme",
        "pipeline_name": "Greet",
        "pipeline_description": "Greets somebody",
        "first_step_name": "greet",
        "steps": [{
          "step_name": "greet", "step_type": "API", "is_terminal_step": true,
          "parameters": {
            "method": "POST", "url": "http://127.0.0.1:8089/greet",
            "data": {"who": "${who}", "n": 1, "big": 123456789012345678901234567890, "x": 1.10}}
        }],
        "form": {"fields": [
          {"name": "who", "title": "Who", "type": "input", "required": true, "min_length": 2,
           "default": 77}
        ]}
      }
      """;

  /** The pipeline with an approval before the call. */
  static final String APPROVED_PIPELINE =
      PIPELINE
          .replace("\"first_step_name\": \"greet\"", "\"first_step_name\": \"approve\"")
          .replace(
              "\"steps\": [{",
              "\"steps\": [{\"step_name\": \"approve\", \"step_type\": \"WAIT_FOR_APPROVAL\","
                  + " \"next_step_name\": \"greet\"}, {\"prev_step_name\": \"approve\",");

  static final String REQUEST =
      """
      {"key": "first", "org": "Acme", "pipeline": "Greet", "requester": "mike@example.com",
       "form_data": {"who": "Ann"}, "remarks": "please"}
      """;

  /** Writes all of the above. */
  static SeedFiles valid(Path directory) {
    return new SeedFiles(directory)
        .with("user.csv", USERS)
        .with("org.csv", ORGANIZATIONS)
        .with("membership.csv", MEMBERSHIPS)
        .with("pipelines/greet.json", PIPELINE)
        .with("requests/first.json", REQUEST);
  }

  SeedFiles with(String name, String text) {
    return with(name, text.getBytes(StandardCharsets.UTF_8));
  }

  SeedFiles with(String name, byte[] bytes) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.resolveSibling("."));
      Files.write(file, bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SeedFiles without(String name) {
    try {
      Files.delete(directory.resolve(name));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the seeder says to these files. */
  List<String> problems(Seeder seeder) {
    InvalidException refusal =
        catchThrowableOfType(InvalidException.class, () -> seeder.seed(directory));
    return refusal == null ? List.of() : refusal.details();
  }
}
