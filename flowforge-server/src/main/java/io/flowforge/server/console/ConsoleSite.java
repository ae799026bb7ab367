package io.flowforge.server.console;

import io.flowforge.error.NotFoundException;
import io.flowforge.scan.CharacterSet;
import io.flowforge.server.content.EncodedFile;
import io.flowforge.server.http.Endpoints;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Serves the console: one page at all its paths, and the files under {@code /console/}.
 *
 * <p>The page names its files by addresses with the version of the build, such as {@code
 * /console/0123456789abcdef/js/main.js}, and they name each other by relative ones. So browsers
 * keep files without asking again, and a new build has new addresses. While servers are replaced,
 * one that is asked for another version's file sends its own, for this time only.
 */
public final class ConsoleSite implements HttpService {

  private static final String PREFIX = "/console/";

  /** What begins, with all that somebody sees who is not signed in. */
  private static final List<String> FIRST_SCRIPTS = List.of("js/main.js");

  private static final CharacterSet HEXADECIMAL = CharacterSet.of("0-9a-f");

  private static final Header IMMUTABLE =
      HeaderValues.create(HeaderNames.CACHE_CONTROL, "public, max-age=31536000, immutable");
  private static final Header REVALIDATED =
      HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-cache");
  private static final Header FOR_A_DAY =
      HeaderValues.create(HeaderNames.CACHE_CONTROL, "public, max-age=86400");

  private static final List<HeaderName> PREFLIGHT =
      List.of(
          HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
          HeaderNames.ACCESS_CONTROL_ALLOW_METHODS,
          HeaderNames.ACCESS_CONTROL_MAX_AGE);

  private final String version;
  private final IndexPage page;
  private final Map<String, EncodedFile> files = new HashMap<>();

  private ConsoleSite(ConsoleFiles found, ConsolePolicy policy) {
    version = found.version();
    page = new IndexPage(html(found, version), policy);
    found
        .byName()
        .forEach(
            (name, content) ->
                FileTypes.of(name)
                    .ifPresent(
                        type ->
                            files.put(
                                name,
                                EncodedFile.of(type, content, ConsoleFiles.version(content)))));
  }

  /**
   * Reads the files of this build.
   *
   * @param issuer the {@code iss} of the tokens
   * @param tokenEndpoint where the issuer issues them, as far as this server knows
   */
  public static ConsoleSite of(String issuer, Supplier<Optional<URI>> tokenEndpoint) {
    return new ConsoleSite(
        ConsoleFiles.read(), new ConsolePolicy(URI.create(issuer), tokenEndpoint));
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints endpoints = Endpoints.of(rules);
    ConsolePaths.PAGES.forEach(path -> endpoints.get(path, page));
    endpoints
        .get(PREFIX + "{+file}", this::file)
        // Browsers ask for it where a page names no icon, such as /docs.
        .get("/favicon.ico", this::icon)
        .refuseOtherMethods();
  }

  private void file(ServerRequest request, ServerResponse response) {
    String path = request.path().pathParameters().get("file");
    int slash = path.indexOf('/');
    String folder = slash < 0 ? "" : path.substring(0, slash);
    boolean hasVersion = folder.length() == version.length() && HEXADECIMAL.containsAll(folder);
    EncodedFile file = files.get(hasVersion ? path.substring(slash + 1) : path);
    if (file == null) {
      throw new NotFoundException("there is nothing at " + PREFIX + path);
    }
    // They are for preflights, and on some forty files a sixth of what a browser receives.
    PREFLIGHT.forEach(response.headers()::remove);
    file.send(request, response.header(folder.equals(version) ? IMMUTABLE : REVALIDATED));
  }

  private void icon(ServerRequest request, ServerResponse response) {
    EncodedFile icon = files.get(ConsoleFiles.ICON);
    if (icon == null) {
      throw new NotFoundException("the console has no icon");
    }
    icon.send(request, response.header(FOR_A_DAY));
  }

  /** Returns the page with addresses of this version, and with the modules that it needs first. */
  private static String html(ConsoleFiles found, String version) {
    String html = found.text(ConsoleFiles.INDEX);
    List<String> first = FIRST_SCRIPTS.stream().filter(found.byName()::containsKey).toList();
    String links =
        new ModuleGraph(found)
            .withNeeds(first).stream()
                .map(name -> "\"" + PREFIX + name + "\"")
                .filter(address -> !html.contains(address))
                .map(address -> "  <link rel=\"modulepreload\" href=" + address + ">\n  ")
                .collect(Collectors.joining());
    return html.replace("</head>", links + "</head>")
        .replace("\"" + PREFIX, "\"" + PREFIX + version + "/");
  }
}
