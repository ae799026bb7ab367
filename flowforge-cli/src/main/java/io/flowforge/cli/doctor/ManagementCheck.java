package io.flowforge.cli.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.identity.Auth0Settings;
import io.flowforge.scan.CharacterSet;
import io.flowforge.uri.PercentEncoding;
import java.net.URI;
import java.util.List;

/** The check of the identity provider's Management API: its token, and what that allows. */
final class ManagementCheck {

  private static final String NAME = "management-api";

  private ManagementCheck() {}

  static Check of(Auth0Settings settings, ObjectMapper mapper) {
    return new Check(NAME, () -> List.of(finding(settings, mapper)));
  }

  static Finding notConfigured() {
    return Finding.skipped(
        NAME,
        "MANAGEMENT_API_CLIENT and MANAGEMENT_API_SECRET are not set; people sign up with what the issuer says about them");
  }

  private static Finding finding(Auth0Settings settings, ObjectMapper mapper)
      throws InterruptedException {
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s&audience=%s"
            .formatted(
                PercentEncoding.encodeForForm(settings.clientId()),
                PercentEncoding.encodeForForm(settings.clientSecret()),
                PercentEncoding.encodeForForm(settings.audience()));
    try (var web = new WebProbe(mapper)) {
      URI uri = settings.provider().resolve("oauth/token");
      WebProbe.Answer answer = web.post(uri, form);
      if (answer.status() != 200 || answer.json().path("access_token").asText().isEmpty()) {
        return Finding.problem(
            NAME,
            "%s responded with %d and no token".formatted(uri, answer.status()),
            "check MANAGEMENT_API_CLIENT, MANAGEMENT_API_SECRET and MANAGEMENT_API_AUDIENCE");
      }
      return scopes(answer.json().path("scope").asText());
    }
  }

  private static Finding scopes(String granted) {
    List<String> scopes = CharacterSet.BLANKS.split(granted);
    if (granted.isBlank()) {
      return Finding.ok(NAME, "issues a token; it does not say for which scopes");
    }
    if (!scopes.contains("read:users")) {
      return Finding.problem(
          NAME,
          "the token lacks the scope read:users",
          "grant read:users to the client in MANAGEMENT_API_CLIENT");
    }
    return Finding.ok(
        NAME,
        scopes.contains("create:users")
            ? "may read and create users"
            : "may read users; seed --create-users needs create:users, too");
  }
}
