package io.flowforge.cli.login.issuer;

import io.flowforge.text.OneLine;

/** Text of others as a terminal may show it: without control characters, and short. */
public final class Shown {

  private static final int MAX_LENGTH = 300;

  private Shown() {}

  public static String of(String text) {
    String cut = text.substring(0, Math.min(text.length(), MAX_LENGTH));
    return OneLine.of(cut).strip();
  }
}
