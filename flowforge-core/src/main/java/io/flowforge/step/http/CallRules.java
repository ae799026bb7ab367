package io.flowforge.step.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.media.MediaType;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.step.http.declaration.CallDeclaration;
import io.flowforge.step.http.url.CallUrl;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The rules for the parameters of a new API step: whatever can never work is rejected. A stored
 * step need not follow them, and fails when it is executed, if at all.
 */
final class CallRules {

  /** The maximum length of a header's name and value together. */
  private static final int MAX_HEADER_LENGTH = 8 * 1024;

  private final ObjectMapper json;
  private final AddressPolicy addresses;

  CallRules(ObjectMapper json, AddressPolicy addresses) {
    this.json = json;
    this.addresses = addresses;
  }

  /** Returns the problems that the parameters have on every server. */
  List<String> problemsOf(ObjectNode parameters) {
    List<String> problems = new ArrayList<>(ApiCall.problemsOf(parameters, json));
    if (isUrlReadable(parameters)) {
      CallUrl.problemsOf(parameters.path("url").asText())
          .forEach(problem -> problems.add("parameters.url: " + problem));
    }
    JsonNode headers = parameters.path("headers");
    problems.addAll(problemsOfHeaders(headers));
    JsonNode data = parameters.path("data");
    boolean hasData = !data.isMissingNode() && !data.isNull();
    if (hasData) {
      charsetProblem(headers).ifPresent(problems::add);
    }
    if (hasData && parameters.path("method").asText().strip().equalsIgnoreCase("OPTIONS")) {
      problems.add("parameters.data: OPTIONS is sent without a body; remove data");
    }
    return problems;
  }

  /** Returns the problem of a URL whose literal address this server never calls. */
  List<String> problemsHere(ObjectNode parameters) {
    if (!isUrlReadable(parameters)) {
      return List.of();
    }
    return CallUrl.literalAddress(parameters.path("url").asText()).stream()
        .flatMap(address -> refusal(address).stream())
        .toList();
  }

  private Optional<String> refusal(InetAddress address) {
    return addresses
        .refusalOf(address)
        .map(block -> "parameters.url: " + GuardedResolver.reason(block) + "; use another address");
  }

  private boolean isUrlReadable(ObjectNode parameters) {
    return ApiCall.hasLiteralOrigin(parameters.path("url").asText(""));
  }

  private static List<String> problemsOfHeaders(JsonNode headers) {
    List<String> problems = new ArrayList<>();
    if (headers.size() > CallDeclaration.MAX_HEADERS) {
      problems.add(
          "parameters.headers: there are %d; use at most %d"
              .formatted(headers.size(), CallDeclaration.MAX_HEADERS));
      return problems;
    }
    Map<String, String> names = new HashMap<>();
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      String name = header.getKey();
      int length = name.length() + header.getValue().asText("").length();
      if (length > MAX_HEADER_LENGTH) {
        problems.add(
            "parameters.headers: '%s' has %d characters; shorten it to %d"
                .formatted(name, length, MAX_HEADER_LENGTH));
      }
      if (!header.getValue().isNull()) {
        String same = names.put(key(name), name);
        if (same != null) {
          problems.add(
              "parameters.headers: '%s' and '%s' are the same header; remove one of them"
                  .formatted(same, name));
        }
      }
    }
    return problems;
  }

  /** Returns a key by which names are compared: header names are not case-sensitive, fields are. */
  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT) + Placeholders.namesIn(name);
  }

  private static Optional<String> charsetProblem(JsonNode headers) {
    String type = "";
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      if (header.getKey().equalsIgnoreCase("Content-Type")) {
        type = header.getValue().asText("");
      }
    }
    if (!Placeholders.namesIn(type).isEmpty()) {
      return Optional.empty();
    }
    String charset = charset(type);
    return charset.isEmpty() || canEncode(charset)
        ? Optional.empty()
        : Optional.of(
            "parameters.headers: Content-Type has the unknown charset '%s'; use utf-8"
                .formatted(charset));
  }

  private static String charset(String type) {
    return MediaType.of(type).map(parsed -> parsed.parameters().get("charset")).orElse("");
  }

  private static boolean canEncode(String charset) {
    try {
      return Charset.forName(charset).canEncode();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
