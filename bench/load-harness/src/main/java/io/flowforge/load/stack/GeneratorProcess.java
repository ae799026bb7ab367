package io.flowforge.load.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.generator.LoadOrder;
import io.flowforge.generator.LoadReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The load generator, which carries out one order at a time. */
public final class GeneratorProcess implements AutoCloseable {

  private final Process process;
  private final OutputStream orders;
  private final BufferedReader reports;
  private final Path log;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * Starts the generator.
   *
   * @param log receives what its libraries print
   */
  public GeneratorProcess(Path log) {
    this.log = log;
    try {
      Files.createDirectories(log.getParent());
      process =
          new ProcessBuilder(
                  JavaProcess.executable(),
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-Xmx512m",
                  "-XX:+UseSerialGC",
                  "-cp",
                  classPath(),
                  "io.flowforge.generator.LoadGenerator")
              .redirectError(Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    orders = process.getOutputStream();
    reports = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Its own code and the libraries that its build has listed beside it. */
  private static String classPath() throws IOException {
    try {
      Path code =
          Path.of(LoadOrder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return code + ":" + Files.readString(code.resolveSibling("runtime.classpath"));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Carries out an order.
   *
   * @throws IllegalStateException if a call was not sent, or not answered as it should be
   */
  public LoadReport run(LoadOrder order) {
    LoadReport report = tryOut(order);
    if (!report.isWhole()) {
      throw new IllegalStateException(
          "%s %s: the load generator has not sent all calls in time"
              .formatted(order.method(), order.calls().getFirst().path()));
    }
    return report;
  }

  /**
   * Carries out an order whose figures mean nothing: on a machine that stalls at its end, calls may
   * be missing.
   *
   * @throws IllegalStateException if a call was not answered as it should be
   */
  public LoadReport tryOut(LoadOrder order) {
    LoadReport report = report(order);
    if (!report.problems().isEmpty()) {
      throw new IllegalStateException(
          "%s %s: %s"
              .formatted(
                  order.method(),
                  order.calls().getFirst().path(),
                  String.join("; ", report.problems())));
    }
    return report;
  }

  /**
   * Carries out an order so that code is compiled; its figures, and what was refused, do not count.
   */
  public void warmUp(LoadOrder order) {
    report(order);
  }

  private LoadReport report(LoadOrder order) {
    try {
      orders.write((json.writeValueAsString(order) + "\n").getBytes(StandardCharsets.UTF_8));
      orders.flush();
      String line = reports.readLine();
      if (line == null) {
        throw new IllegalStateException("the load generator has ended; see " + log);
      }
      return json.readValue(line, LoadReport.class);
    } catch (IOException e) {
      throw new UncheckedIOException("the load generator does not respond; see " + log, e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
