package io.flowforge.redaction;

import java.util.Locale;
import java.util.Set;

/**
 * The request headers whose values are public by their meaning. The value of any other header may
 * be a credential, whatever its name: vendors invent names such as {@code X-Functions-Key}.
 */
public final class HarmlessHeaders {

  private static final String ACCEPT = "accept";

  private static final Set<String> NAMES =
      Set.of(
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "content-type",
          "date",
          "dnt",
          "idempotency-key",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "max-forwards",
          "origin",
          "pragma",
          "prefer",
          "range",
          "save-data",
          "traceparent",
          "tracestate",
          "upgrade-insecure-requests",
          "user-agent",
          "x-correlation-id",
          "x-request-id",
          "x-requested-with");

  private HarmlessHeaders() {}

  /** Tests whether the values of a header are public, unless {@link SecretNames} say otherwise. */
  public static boolean contain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return isAccept(lower) || NAMES.contains(lower);
  }

  /** Tests for {@code Accept}, {@code Accept-Language} and the like. */
  private static boolean isAccept(String lower) {
    return lower.equals(ACCEPT) || lower.startsWith(ACCEPT + "-");
  }
}
