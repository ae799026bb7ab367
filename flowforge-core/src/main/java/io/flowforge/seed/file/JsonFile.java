package io.flowforge.seed.file;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.flowforge.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of a JSON file, not parsed yet.
 *
 * @param place the file as problems name it, such as {@code pipelines/repository.json}
 */
public record JsonFile(String place, String text) {

  private static final int MAX_BYTES = 1 << 20;

  /** Reads the {@code .json} files of a folder, sorted by name; none if the folder is missing. */
  public static List<JsonFile> allIn(Path directory, String folder, Problems problems) {
    Path path = directory.resolve(folder);
    if (Files.notExists(path)) {
      return List.of();
    }
    List<JsonFile> files = new ArrayList<>();
    try (Stream<Path> entries = Files.list(path)) {
      for (Path file : entries.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".json")) {
          String place = folder + "/" + name;
          Utf8File.read(file, place, MAX_BYTES, problems)
              .ifPresent(text -> files.add(new JsonFile(place, text)));
        }
      }
    } catch (IOException e) {
      problems.add(folder, "cannot be read; make it a folder that this user may read");
    }
    return files;
  }

  /** Parses the file; empty, with a problem that names line and column, if that fails. */
  public <T> Optional<T> as(Class<T> type, ObjectReader reader, Problems problems) {
    if (text.contains("\\u0000")) {
      problems.add(place, "\\u0000 cannot be stored; remove it");
      return Optional.empty();
    }
    try {
      T value = reader.forType(type).readValue(text);
      if (value == null) {
        problems.add(place, "is empty; write one object in braces");
      }
      return Optional.ofNullable(value);
    } catch (JsonProcessingException e) {
      problems.add(place + lineAndColumn(e.getLocation()), reason(e));
      return Optional.empty();
    }
  }

  private static String lineAndColumn(@Nullable JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : ":" + location.getLineNr() + ":" + Math.max(1, location.getColumnNr());
  }

  private static String reason(JsonProcessingException problem) {
    return switch (problem) {
      case UnrecognizedPropertyException unknown ->
          "unknown field '%s'; the known fields are %s"
              .formatted(
                  unknown.getPropertyName(),
                  unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList());
      // Its message names our classes; the path consists of the file's own fields.
      case JsonMappingException mapping when !mapping.getPath().isEmpty() ->
          "'%s' has the wrong type; see seed-data/README.md".formatted(Json.pathOf(mapping));
      case JsonMappingException _ -> "is not an object; write one object in braces";
      default -> "malformed JSON: " + problem.getOriginalMessage();
    };
  }
}
