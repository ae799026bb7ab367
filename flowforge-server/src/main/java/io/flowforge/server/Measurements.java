package io.flowforge.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Keeps what is counted and timed in this process, for Prometheus. Measures the JVM itself. */
final class Measurements implements AutoCloseable {

  private final CompositeMeterRegistry all;
  private final PrometheusMeterRegistry prometheus =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  /** Keeps what goes into that registry from now on. */
  Measurements(CompositeMeterRegistry all) {
    this.all = all;
    all.add(prometheus);
    garbageCollection.bindTo(all);
    new JvmMemoryMetrics().bindTo(all);
    new JvmThreadMetrics().bindTo(all);
    new ClassLoaderMetrics().bindTo(all);
    new ProcessorMetrics().bindTo(all);
    new FileDescriptorMetrics().bindTo(all);
    new UptimeMetrics().bindTo(all);
  }

  MeterRegistry registry() {
    return all;
  }

  String text() {
    return prometheus.scrape();
  }

  @Override
  public void close() {
    garbageCollection.close();
    all.remove(prometheus);
    prometheus.close();
  }
}
