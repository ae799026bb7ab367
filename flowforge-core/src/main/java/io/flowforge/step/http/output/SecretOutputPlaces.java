package io.flowforge.step.http.output;

import io.flowforge.pipeline.reference.PlaceholderPlace;
import java.util.ArrayList;
import java.util.List;

/** The places of an API step at which secret outputs may stand: values of headers, and data. */
public final class SecretOutputPlaces {

  private SecretOutputPlaces() {}

  /** Returns the problems of secret outputs at other places. */
  public static List<String> problemsOf(List<PlaceholderPlace> places) {
    List<String> problems = new ArrayList<>();
    for (PlaceholderPlace place : places) {
      if (place.isKey() && (place.isIn("headers") || place.isIn("data"))) {
        problems.add(
            "%s: %s is secret and must not be in a name; move it into the value"
                .formatted(place.path(), place.shown()));
      } else if (!place.isIn("headers") && !place.isIn("data")) {
        problems.add(
            "%s: %s is secret and must not be here, which logs show; move it into a header or into data"
                .formatted(place.path(), place.shown()));
      }
    }
    return problems;
  }
}
