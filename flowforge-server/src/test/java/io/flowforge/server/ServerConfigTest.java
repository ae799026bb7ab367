package io.flowforge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import io.flowforge.server.auth.IssuerConfig;
import io.flowforge.server.http.HttpLimits;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigTest {

  private static final Map<String, String> AUTH0 =
      Map.of("AUTH0_DOMAIN", "example.eu.auth0.com", "AUTH0_AUDIENCE", "https://api/");

  @Test
  void theRestHasDefaults() {
    ServerConfig config = ServerConfig.from(AUTH0);

    assertThat(config.host()).isEqualTo("0.0.0.0");
    assertThat(config.port()).isEqualTo(8080);
    assertThat(config.managementPort()).isEqualTo(8081);
    assertThat(config.cors().origins()).containsExactly("http://localhost:3000");
    assertThat(config.limits()).isEqualTo(HttpLimits.DEFAULT);
  }

  @Test
  void auth0NeedsItsDomainOnly() {
    assertThat(ServerConfig.from(AUTH0).issuer())
        .isEqualTo(
            new IssuerConfig(
                "https://example.eu.auth0.com/",
                "https://api/",
                URI.create("https://example.eu.auth0.com/.well-known/jwks.json")));
    assertThat(with("AUTH0_DOMAIN", "localhost:8443").issuer().issuer())
        .isEqualTo("https://localhost:8443/");
  }

  @Test
  void anyIssuerCanBeNamed() {
    var variables = new HashMap<>(AUTH0);
    variables.put("OIDC_ISSUER", "http://localhost:8180/realms/x");
    variables.put("OIDC_AUDIENCE", "flowforge");

    assertThat(ServerConfig.from(variables).issuer())
        .isEqualTo(new IssuerConfig("http://localhost:8180/realms/x", "flowforge", null));

    variables.put("OIDC_JWKS_URI", "https://localhost:8180/keys");
    assertThat(ServerConfig.from(variables).issuer().jwksUri())
        .isEqualTo(URI.create("https://localhost:8180/keys"));
  }

  @Test
  void ourPortCountsMoreThanThePlatforms() {
    var variables = new HashMap<>(AUTH0);
    variables.put("PORT", "1");
    assertThat(ServerConfig.from(variables).port()).isEqualTo(1);
    variables.put("FLOWFORGE_PORT", "2");
    assertThat(ServerConfig.from(variables).port()).isEqualTo(2);
    variables.put("FLOWFORGE_PORT", " ");
    assertThat(ServerConfig.from(variables).port()).isEqualTo(1);
  }

  @Test
  void limitsCanBeSet() {
    assertThat(with("FLOWFORGE_READ_TIMEOUT_SECONDS", "7").limits().times().silence())
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(with("FLOWFORGE_MAX_BODY_BYTES", "2048").limits().maxBodyBytes()).isEqualTo(2048);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PORT                              | x",
        "PORT                              | 65536",
        "FLOWFORGE_PORT                    | -1",
        "FLOWFORGE_MANAGEMENT_PORT         | 65536",
        "FLOWFORGE_MANAGEMENT_PORT         | 8080",
        "FLOWFORGE_MAX_BODY_BYTES          | 1 MiB",
        "FLOWFORGE_MAX_CONCURRENT_REQUESTS | 0",
        "FLOWFORGE_READ_TIMEOUT_SECONDS    | 0",
        "FLOWFORGE_IDLE_TIMEOUT_SECONDS    | 0",
        "FLOWFORGE_REQUEST_TIMEOUT_SECONDS | 0",
        "FLOWFORGE_RESPONSE_TIMEOUT_SECONDS| 0",
        "FLOWFORGE_MIN_BYTES_PER_SECOND    | -1",
        "CORS_ALLOWED_ORIGINS              | localhost:3000",
        "CORS_ALLOWED_ORIGINS              | http://localhost:3000/",
        "CORS_ALLOWED_ORIGINS              | http://a.example,b",
        "AUTH0_DOMAIN                      | https://example.eu.auth0.com/",
        "AUTH0_DOMAIN                      | example.com/path",
        "AUTH0_AUDIENCE                    | ' '",
        "OIDC_ISSUER                       | login.example.com",
        "OIDC_ISSUER                       | ftp://login.example.com",
        "OIDC_ISSUER                       | https://login.example.com/?x=1",
        "OIDC_AUDIENCE                     | ' '",
        "OIDC_JWKS_URI                     | nowhere",
        "OIDC_JWKS_URI                     | http://login.example.com/keys",
      })
  void aBadValueIsToldByTheNameOfItsVariable(String name, String value) {
    var variables = new HashMap<>(AUTH0);
    if (name.startsWith("OIDC_")) {
      variables.put("OIDC_ISSUER", "https://login.example.com/");
      variables.put("OIDC_AUDIENCE", "flowforge");
    }
    variables.put(name, value);

    assertThatThrownBy(() -> ServerConfig.from(variables))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining(name);
  }

  @Test
  void withoutAnIssuerItSaysWhatToSet() {
    assertThatThrownBy(() -> ServerConfig.from(Map.of()))
        .isInstanceOfSatisfying(
            InvalidException.class,
            failure ->
                assertThat(failure.details())
                    .satisfiesExactly(
                        domain -> assertThat(domain).contains("AUTH0_DOMAIN", "OIDC_ISSUER"),
                        audience -> assertThat(audience).contains("AUTH0_AUDIENCE")));
  }

  @Test
  void halfOfTheSettingsOfAnIssuerAreItsOwn() {
    assertThatThrownBy(() -> ServerConfig.from(Map.of("OIDC_AUDIENCE", "flowforge")))
        .hasMessage("a setting is missing or invalid: OIDC_ISSUER");
  }

  private static ServerConfig with(String name, String value) {
    var variables = new HashMap<>(AUTH0);
    variables.put(name, value);
    return ServerConfig.from(variables);
  }
}
