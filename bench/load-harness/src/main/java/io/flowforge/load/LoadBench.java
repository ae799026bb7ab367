package io.flowforge.load;

import io.flowforge.load.api.ApiMeasurement;
import io.flowforge.load.fairness.FairnessMeasurement;
import io.flowforge.load.growth.GrowthMeasurement;
import io.flowforge.load.idle.IdleMeasurement;
import io.flowforge.load.plan.Measurement;
import io.flowforge.load.result.Machine;
import io.flowforge.load.result.ResultsFile;
import io.flowforge.load.result.Section;
import io.flowforge.load.runs.RunsMeasurement;
import io.flowforge.load.start.StartMeasurement;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** The command {@code bench/load}. */
final class LoadBench {

  private LoadBench() {}

  /** Measures. Exits with 1 if the product did not do what it should. */
  public static void main(String[] arguments) throws IOException {
    BenchOptions options;
    try {
      options = BenchOptions.of(List.of(arguments));
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      System.err.println(BenchOptions.USAGE);
      System.exit(2);
      return;
    }
    System.exit(run(options));
  }

  private static int run(BenchOptions options) throws IOException {
    Files.createDirectories(options.plan().directory());
    new ResultsFile(options.results())
        .write(new Section("machine", "Machine").paragraph(Machine.description()));
    int code = 0;
    for (Measurement measurement : all()) {
      if (!options.only().isEmpty() && !options.only().contains(measurement.name())) {
        continue;
      }
      try {
        new ResultsFile(options.results()).write(measurement.measure(options.plan(), System.out));
      } catch (RuntimeException e) {
        System.err.println(measurement.name() + " FAILED; its section is as it was:");
        e.printStackTrace();
        code = 1;
      }
    }
    System.out.println("Results: " + options.results());
    return code;
  }

  private static List<Measurement> all() {
    return List.of(
        new ApiMeasurement(),
        new RunsMeasurement(),
        new IdleMeasurement(),
        new StartMeasurement(),
        new FairnessMeasurement(),
        new GrowthMeasurement());
  }
}
