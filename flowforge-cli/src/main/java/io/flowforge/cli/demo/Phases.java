package io.flowforge.cli.demo;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long each part of the demonstration took, from the start of the process. */
public final class Phases {

  private final Map<String, Duration> took = new LinkedHashMap<>();
  private long lastEnd;

  /** The time since the process began is the first phase. */
  public Phases() {
    long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
    took.put("Java", Duration.ofMillis(uptime));
    lastEnd = System.nanoTime();
  }

  /** Ends the phase that is under way. */
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
    out.println(line.append(" in all %.1f s".formatted(seconds(total))));
  }

  public static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
