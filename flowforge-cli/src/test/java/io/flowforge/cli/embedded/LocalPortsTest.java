package io.flowforge.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files that contain a default port of {@code flowforge up}. */
class LocalPortsTest {

  private static final Path PROJECT = Path.of("..");
  private static final Pattern LOOPBACK = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");

  @Test
  void theSamplePipelinesCallTheStubService() throws IOException {
    try (var files = Files.list(PROJECT.resolve("seed-data/sample/pipelines"))) {
      List<Path> samples = files.toList();
      assertThat(samples).isNotEmpty();
      for (Path sample : samples) {
        assertThat(ports(sample)).as(sample.toString()).containsOnly(LocalPorts.STUB);
      }
    }
  }

  @Test
  void theApiTestsUseTheDefaultPorts() throws IOException {
    assertThat(ports(PROJECT.resolve("bruno/environments/local.bru")))
        .containsOnly(LocalPorts.SERVER, LocalPorts.ISSUER);
  }

  private static List<Integer> ports(Path file) throws IOException {
    return LOOPBACK
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult match) -> Integer.parseInt(match.group(1)))
        .toList();
  }
}
