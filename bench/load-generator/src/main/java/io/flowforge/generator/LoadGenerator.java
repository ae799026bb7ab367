package io.flowforge.generator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The load generator. It carries out one order after another, so that its own code is compiled when
 * figures matter, and ends when its input does.
 */
final class LoadGenerator {

  private LoadGenerator() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    // Libraries that write to standard output must not get between the reports.
    PrintStream reports = System.out;
    System.setOut(System.err);
    var json = new ObjectMapper();
    var orders = new LinkedBlockingQueue<String>();
    Thread.ofPlatform().daemon().name("orders").start(() -> readInto(orders));
    while (true) {
      LoadOrder order = json.readValue(orders.take(), LoadOrder.class);
      reports.println(json.writeValueAsString(report(order)));
    }
  }

  private static LoadReport report(LoadOrder order) {
    try {
      return new LoadRun(order).run();
    } catch (RuntimeException e) {
      e.printStackTrace();
      return new LoadReport(0, 0, 0, 0, 0, 0, List.of("the load generator failed: " + e), false);
    }
  }

  /** Reads ahead, because an order that is being carried out must not outlive the harness. */
  private static void readInto(LinkedBlockingQueue<String> orders) {
    try (var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        orders.add(line);
      }
    } catch (IOException e) {
      System.err.println("lost the connection to the harness: " + e);
    }
    Runtime.getRuntime().halt(0);
  }
}
