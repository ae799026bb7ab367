package io.flowforge.execution.queue;

import io.flowforge.error.InvalidException;
import io.flowforge.scan.CharacterSet;
import io.flowforge.settings.SettingsReader;
import java.util.HashMap;
import java.util.Map;

/**
 * How many requests may be in flight at the same time on all servers together. Requests over a cap
 * wait in the queue.
 *
 * @param ofOrganization of each organization; {@link #NO_CAP} for any number
 * @param ofPipeline of each pipeline; {@link #NO_CAP} for any number
 * @param exceptions the caps of single organizations, by their ids
 */
public record InFlightCaps(int ofOrganization, int ofPipeline, Map<Integer, Integer> exceptions) {

  public static final int NO_CAP = Integer.MAX_VALUE;
  public static final InFlightCaps NONE = new InFlightCaps(NO_CAP, NO_CAP, Map.of());

  private static final String ORGANIZATIONS = "ORGANIZATION_REQUESTS_IN_FLIGHT";
  private static final String PIPELINES = "PIPELINE_REQUESTS_IN_FLIGHT";
  private static final int MAX_CAP = 1_000_000;

  public InFlightCaps {
    exceptions = Map.copyOf(exceptions);
  }

  /** Reads {@code ORGANIZATION_REQUESTS_IN_FLIGHT} and {@code PIPELINE_REQUESTS_IN_FLIGHT}. */
  public static InFlightCaps read(SettingsReader settings) {
    InFlightCaps organizations =
        settings.optional(ORGANIZATIONS, "no cap", InFlightCaps::ofOrganizations).orElse(NONE);
    int ofPipeline = settings.optionalNumber(PIPELINES, "no cap", 1, MAX_CAP).orElse(NO_CAP);
    return new InFlightCaps(organizations.ofOrganization, ofPipeline, organizations.exceptions);
  }

  /** Returns whether there is any cap. */
  public boolean areSet() {
    return ofOrganization != NO_CAP || ofPipeline != NO_CAP || !exceptions.isEmpty();
  }

  /** Returns the cap of one organization. */
  public int of(int orgId) {
    return exceptions.getOrDefault(orgId, ofOrganization);
  }

  /** Parses {@code 20}, {@code 20, 7=100} and {@code 7=100, 8=none}. */
  private static InFlightCaps ofOrganizations(String text) {
    int all = NO_CAP;
    Map<Integer, Integer> exceptions = new HashMap<>();
    int to;
    for (int from = 0; from <= text.length(); from = to + 1) {
      int comma = text.indexOf(',', from);
      to = comma < 0 ? text.length() : comma;
      String part = text.substring(from, to);
      int equals = part.indexOf('=');
      if (equals >= 0) {
        int cap = cap(part.substring(equals + 1), text);
        if (exceptions.putIfAbsent(number(part.substring(0, equals), text), cap) != null) {
          throw invalid(text);
        }
      } else if (from == 0) {
        all = cap(part, text);
      } else {
        throw invalid(text);
      }
    }
    return new InFlightCaps(all, NO_CAP, exceptions);
  }

  private static int cap(String part, String text) {
    return part.strip().equals("none") ? NO_CAP : number(part, text);
  }

  private static int number(String part, String text) {
    String digits = part.strip();
    if (digits.isEmpty() || digits.length() > 7 || !CharacterSet.DIGITS.containsAll(digits)) {
      throw invalid(text);
    }
    int number = Integer.parseInt(digits);
    if (number < 1 || number > MAX_CAP) {
      throw invalid(text);
    }
    return number;
  }

  private static InvalidException invalid(String text) {
    return SettingsReader.mustBe(
        ORGANIZATIONS,
        "a whole number from 1 to %d, and the caps of single organizations by their ids, such as '20, 7=100, 8=none'"
            .formatted(MAX_CAP),
        text);
  }
}
