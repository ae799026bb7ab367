package io.flowforge.cli.demo;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The durations of the phases of the demonstration, from the start of the process. */
public final class Phases {

  private final Map<String, Duration> took = new LinkedHashMap<>();
  private long lastEnd;

  /** Ends the first phase, which is the start of the process. */
  public Phases() {
    long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
    took.put("Java", Duration.ofMillis(uptime));
    lastEnd = System.nanoTime();
  }

  /** Ends the current phase. */
  public void endOf(String phase) {
    long now = System.nanoTime();
    took.put(phase, Duration.ofNanos(now - lastEnd));
    lastEnd = now;
  }

  public void print(PrintWriter out) {
    StringBuilder line = new StringBuilder("       Times:");
    Duration total = Duration.ZERO;
    for (Map.Entry<String, Duration> phase : took.entrySet()) {
      line.append(" %s %.1f s,".formatted(phase.getKey(), seconds(phase.getValue())));
      total = total.plus(phase.getValue());
    }
    out.println(line.append(" total %.1f s".formatted(seconds(total))));
  }

  public static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
