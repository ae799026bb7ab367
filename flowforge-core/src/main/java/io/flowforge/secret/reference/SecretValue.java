package io.flowforge.secret.reference;

/** A secret for one attempt of a step. It is never stored and never shown. */
public record SecretValue(String name, String value, AllowedHosts hosts) {

  @Override
  public String toString() {
    return "SecretValue[name=" + name + "]";
  }
}
