package io.flowforge.secret;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a secret to be.
 *
 * @param hosts null to keep those of a secret that exists
 */
public record NewSecret(String name, @Nullable String value, @Nullable List<String> hosts) {

  @Override
  public String toString() {
    return "NewSecret[name=" + name + ", hosts=" + hosts + "]";
  }
}
