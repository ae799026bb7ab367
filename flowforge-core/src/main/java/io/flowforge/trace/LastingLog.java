package io.flowforge.trace;

import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;

/**
 * A log that is written until the process has ended. The JDK's own removes its handlers as soon as
 * a signal ends the process, so that nothing is logged while a server stops in order.
 */
public final class LastingLog {

  private static final String PROPERTY = "java.util.logging.manager";

  private LastingLog() {}

  /**
   * Makes the log last, unless somebody has named a manager of their own; must be called before a
   * logger is asked for.
   */
  public static void install() {
    if (System.getProperty(PROPERTY) == null) {
      // By its name: whoever loads the class makes the JDK look for the property.
      System.setProperty(PROPERTY, LastingLog.class.getName() + "$Manager");
    }
  }

  /** Keeps its handlers, which write each line at once. The JDK creates it. */
  public static final class Manager extends LogManager {

    private volatile boolean isBeingConfigured;

    /** For the JDK. */
    public Manager() {}

    @Override
    public void readConfiguration() throws IOException {
      isBeingConfigured = true;
      try {
        super.readConfiguration();
      } finally {
        isBeingConfigured = false;
      }
    }

    @Override
    public void readConfiguration(InputStream configuration) throws IOException {
      isBeingConfigured = true;
      try {
        super.readConfiguration(configuration);
      } finally {
        isBeingConfigured = false;
      }
    }

    /** Does nothing but for a new configuration: the JDK also calls this when the process ends. */
    @Override
    public void reset() {
      if (isBeingConfigured) {
        super.reset();
      }
    }
  }
}
