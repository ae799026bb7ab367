package io.flowforge.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "PROXY-AUTHORIZATION",
        "cookie",
        "Set-Cookie",
        "X-Api-Key",
        "x-apikey-x-api-key",
        "apiKey",
        "APIKey",
        "api_key",
        "apikey",
        "token",
        "access_token",
        "authToken",
        "X-Auth-Token",
        "new password",
        "client_secret"
      })
  void theUsualOnes(String name) {
    assertThat(SecretNames.USUAL.include(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "tokenizer",
        "secretary",
        "Idempotency-Key",
        "key",
        "Content-Type",
        "api"
      })
  void noneOfThem(String name) {
    assertThat(SecretNames.USUAL.include(name)).isFalse();
  }

  @Test
  void moreComeFromAList() {
    SecretNames names = SecretNames.USUAL.and(" X-Tenant , ssn,,");

    assertThat(names.include("x-tenant")).isTrue();
    assertThat(names.include("SSN")).isTrue();
    assertThat(names.include("Authorization")).isTrue();
    assertThat(names.include("tenant")).isFalse();
    assertThat(SecretNames.USUAL.and("")).isEqualTo(SecretNames.USUAL);
  }
}
