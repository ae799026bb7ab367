package io.flowforge.cli.embedded.issuer;

import io.flowforge.scan.CharacterSet;
import io.helidon.http.BadRequestException;
import io.helidon.webserver.http.ServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The reading of parameters: of a form, or of a query. */
final class IssuerForms {

  private static final CharacterSet AMPERSAND = CharacterSet.of("&");

  private IssuerForms() {}

  static Map<String, String> query(ServerRequest request) {
    return parsed(request.prologue().query().rawValue());
  }

  static Map<String, String> form(ServerRequest request) {
    return parsed(new String(bytes(request), StandardCharsets.UTF_8));
  }

  static byte[] bytes(ServerRequest request) {
    return request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
  }

  private static Map<String, String> parsed(String text) {
    var form = new HashMap<String, String>();
    for (String pair : AMPERSAND.split(text)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return form;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("the parameters are not well-formed", e);
    }
  }
}
