package io.flowforge.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastingLogTest {

  /** Logs while its process ends, after the JDK has ended its own logging. */
  static final class EndingProgram {

    private EndingProgram() {}

    public static void main(String[] arguments) {
      LastingLog.install();
      Logger log = Logger.getLogger("ending");
      log.warning("started");
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    // What the JDK's own hook calls, before or after this one.
                    LogManager.getLogManager().reset();
                    log.warning("calls in flight: 3");
                  }));
      System.exit(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "java.util.logging.config.file=../.mvn/test-logging.properties"})
  void whatIsLoggedWhileTheProcessEndsIsWritten(String property) throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                property.isEmpty() ? "-Dnone" : "-D" + property,
                "-cp",
                System.getProperty("java.class.path"),
                EndingProgram.class.getName())
            .redirectErrorStream(true)
            .start();
    String text = new String(program.getInputStream().readAllBytes(), UTF_8);

    assertThat(program.waitFor()).isZero();
    assertThat(text).contains("calls in flight: 3");
  }
}
