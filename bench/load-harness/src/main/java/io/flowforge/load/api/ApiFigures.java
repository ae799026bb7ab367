package io.flowforge.load.api;

import io.flowforge.generator.LoadReport;
import io.flowforge.load.result.Series;
import java.util.List;

/** The figures of one call, of all rounds. */
final class ApiFigures {

  static final List<String> HEAD =
      List.of(
          "call",
          "calls/s",
          "bare with check, calls/s",
          "bare, calls/s",
          "share of bare with check",
          "at half: calls/s",
          "p50 ms",
          "p99 ms",
          "bare with check at the same rate: p50 ms",
          "p99 ms");

  private final Operation operation;
  private final Series product = new Series();
  private final Series checked = new Series();
  private final Series bare = new Series();
  private final Series share = new Series();
  private final Series rate = new Series();
  private final Series p50 = new Series();
  private final Series p99 = new Series();
  private final Series checkedP50 = new Series();
  private final Series checkedP99 = new Series();

  ApiFigures(Operation operation) {
    this.operation = operation;
  }

  Operation operation() {
    return operation;
  }

  void addThroughput(double ofProduct, double ofChecked, double ofBare) {
    product.add(ofProduct);
    checked.add(ofChecked);
    bare.add(ofBare);
    share.add(100 * ofProduct / ofChecked);
  }

  void addLatency(LoadReport ofProduct, LoadReport ofChecked) {
    rate.add(ofProduct.perSecond());
    p50.add(ofProduct.p50Millis());
    p99.add(ofProduct.p99Millis());
    checkedP50.add(ofChecked.p50Millis());
    checkedP99.add(ofChecked.p99Millis());
  }

  List<String> row() {
    return List.of(
        operation.name(),
        product.toString(),
        checked.toString(),
        bare.toString(),
        share + " %",
        rate.toString(),
        p50.toString(),
        p99.toString(),
        checkedP50.toString(),
        checkedP99.toString());
  }
}
