package io.flowforge.cli.client;

import java.util.List;

/**
 * A literal value of a pipeline that becomes a secret.
 *
 * @param hosts the hosts of the steps that use it
 * @param places where it stood, such as {@code steps[0].parameters.headers.Authorization}
 */
public record LiftedSecret(String name, String value, List<String> hosts, List<String> places) {

  /** Omits the value. */
  @Override
  public String toString() {
    return "LiftedSecret[name=%s, hosts=%s, places=%s]".formatted(name, hosts, places);
  }
}
