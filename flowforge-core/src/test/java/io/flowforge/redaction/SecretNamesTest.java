package io.flowforge.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import java.util.List;
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
    assertThat(SecretNames.USUAL.asPredicate().test(name)).isTrue();
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
    assertThat(SecretNames.USUAL.asPredicate().test(name)).isFalse();
  }

  @Test
  void moreComeFromAList() {
    SecretNames names = SecretNames.USUAL.and(" X-Tenant , ssn,,");

    assertThat(names.asPredicate().test("x-tenant")).isTrue();
    assertThat(names.asPredicate().test("SSN")).isTrue();
    assertThat(names.asPredicate().test("Authorization")).isTrue();
    assertThat(names.asPredicate().test("tenant")).isFalse();
    assertThat(SecretNames.USUAL.and("")).isEqualTo(SecretNames.USUAL);
  }

  @Test
  void theyMayBeInAnyWriting() {
    SecretNames names = SecretNames.USUAL.and("пароль, contraseña, 暗証番号, पासवर्ड, Şifre");

    for (String name :
        List.of(
            "ПАРОЛЬ",
            "новыйПароль",
            "contrasen\u0303a",
            "暗証番号",
            "x-पासवर्ड",
            "şifre_2",
            "アクセスtoken")) {
      assertThat(names.asPredicate().test(name)).as(name).isTrue();
    }
    for (String name : List.of("a-b", "логин", "паролька", "contrase", "a", "番号", "पास", "-")) {
      assertThat(names.asPredicate().test(name)).as(name).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "ssn, *", "_,ssn", "€", "´"})
  void aNameHasALetterOrADigit(String list) {
    String odd = list.replaceAll("[ssn, ]", "");

    assertThatThrownBy(() -> SecretNames.USUAL.and(list))
        .isInstanceOf(InvalidException.class)
        .hasMessage(
            "REDACTED_NAMES must be names with letters or digits, separated by commas, but one of"
                + " them is '"
                + odd
                + "'");
  }
}
