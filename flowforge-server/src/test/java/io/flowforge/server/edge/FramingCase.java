package io.flowforge.server.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A request that must be refused. If a rule is about characters, there is a case for each
 * character.
 *
 * @param status the status code of its only response
 */
record FramingCase(String name, String bytes, int status) {

  private static final String POST = "POST /api/echo HTTP/1.1\r\n" + EdgeServer.MIKE;
  private static final String GET = "GET /api/who HTTP/1.1\r\n" + EdgeServer.MIKE;
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  private static final String SPECIAL = "\0\t\n\013\r\037\177";

  @Override
  public String toString() {
    return name;
  }

  /** Requests that two parsers could interpret differently, or that no parser should accept. */
  static Stream<FramingCase> refused() {
    return Stream.of(
            lengths(),
            codings(),
            controls(),
            lines(),
            heads(),
            hosts(),
            targets(),
            chunkSizes(),
            versions(),
            endless())
        .flatMap(List::stream);
  }

  private static List<FramingCase> lengths() {
    List<FramingCase> cases = new ArrayList<>();
    for (String value :
        List.of(
            "+2",
            "-2",
            "2 2",
            "0x2",
            "2.0",
            "2;",
            "",
            "two",
            "1e1",
            "2,3",
            "2,",
            ",2",
            "02, 2",
            "9223372036854775808",
            "99999999999999999999",
            "0000000000000000002",
            "\u00b2")) {
      cases.add(
          refused("Content-Length: " + value, POST + "Content-Length: " + value + "\r\n\r\n{}"));
    }
    for (String second : List.of("0", "1", "3", "02", "+2", "x", "")) {
      for (String name : List.of("Content-Length", "content-length", "CONTENT-LENGTH")) {
        cases.add(
            refused(
                "2 and then " + name + ": " + second,
                POST + "Content-Length: 2\r\n" + name + ": " + second + "\r\n\r\n{}"));
        cases.add(
            refused(
                name + ": " + second + " and then 2",
                POST + name + ": " + second + "\r\nX: y\r\nContent-Length: 2\r\n\r\n{}"));
      }
    }
    return cases;
  }

  private static List<FramingCase> codings() {
    List<FramingCase> cases = new ArrayList<>();
    String end = "\r\n\r\n0\r\n\r\n";
    for (String value :
        List.of(
            "gzip",
            "identity",
            "xchunked",
            "chunkedx",
            "gzip, chunked",
            "chunked, gzip",
            "deflate",
            "x-chunked",
            "chunked\r\nTransfer-Encoding: identity")) {
      cases.add(
          new FramingCase("coding " + value, POST + "Transfer-Encoding: " + value + end, 501));
    }
    for (String value :
        List.of(
            "chunked, chunked",
            "chunked, Chunked",
            "",
            ",",
            "chunked,",
            ",chunked",
            "chunked;a=b",
            "\"chunked\"",
            "chunked chunked",
            "chunked\r\nTransfer-Encoding: chunked",
            "chunked\r\ntransfer-encoding: CHUNKED")) {
      cases.add(refused("coding " + value, POST + "Transfer-Encoding: " + value + end));
    }
    for (String coding : List.of("chunked", "CHUNKED", "identity", "gzip, chunked")) {
      for (String length : List.of("0", "2", "5")) {
        String te = "Transfer-Encoding: " + coding + "\r\n";
        String cl = "Content-Length: " + length + "\r\n";
        cases.add(refused(te + cl, POST + te + cl + "\r\n0\r\n\r\n"));
        cases.add(refused(cl + te, POST + cl + te + "\r\n0\r\n\r\n"));
      }
    }
    cases.add(
        refused(
            "a coding in HTTP/1.0", "POST /api/echo HTTP/1.0\r\nTransfer-Encoding: chunked" + end));
    return cases;
  }

  /**
   * Every control character in some places of a head, and those that parsers often treat specially
   * in every place.
   */
  private static List<FramingCase> controls() {
    return IntStream.concat(IntStream.range(0, 0x20), IntStream.of(0x7f))
        .boxed()
        .flatMap(
            code -> {
              String c = Character.toString(code);
              Stream<String> everywhere =
                  Stream.of(
                      c + "GET /api/who HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n",
                      "G" + c + "ET /api/who HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n",
                      "GET /api/" + c + "who HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n",
                      "GET /api/who" + c + "HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n",
                      "GET /api/who HTTP/1.1" + c + "\r\n" + EdgeServer.MIKE + "\r\n",
                      GET + "X" + c + "Y: z\r\n\r\n",
                      GET + c + "X: z\r\n\r\n",
                      GET + "X" + c + ": z\r\n\r\n");
              Stream<String> notTab =
                  Stream.of(
                      GET + "X: y" + c + "z\r\n\r\n",
                      GET + "X:" + c + "z\r\n\r\n",
                      GET + "X: y" + c + "\r\n\r\n");
              List<String> all =
                  (code == '\t' ? everywhere : Stream.concat(everywhere, notTab)).toList();
              return IntStream.range(0, all.size())
                  .filter(place -> SPECIAL.contains(c) || (place + code) % 4 == 0)
                  .mapToObj(all::get)
                  .map(bytes -> refused("0x%02x in %s".formatted(code, bytes.strip()), bytes));
            })
        // A line end in front of a request is legal.
        .filter(each -> !each.bytes().startsWith("\r\n"))
        .toList();
  }

  private static List<FramingCase> lines() {
    return List.of(
        refused("LF only", GET.replace("\r\n", "\n") + "\n"),
        refused("LF after the request line", GET.replaceFirst("\r\n", "\n") + "\r\n"),
        refused("LF at the end", GET + "\n"),
        refused("CR at the end", GET + "\rX"),
        refused("continued by a blank", GET + "X: a\r\n b\r\n\r\n"),
        refused("continued by a tab", GET + "X: a\r\n\tb\r\n\r\n"),
        refused("continued into a header", GET + "X: a\r\n Content-Length: 5\r\n\r\n"),
        refused(
            "the first header continues",
            "GET /api/who HTTP/1.1\r\n X: y\r\n" + EdgeServer.MIKE + "\r\n"),
        refused("a line of blanks", GET + " \r\n\r\n"),
        refused("blank before the colon", GET + "X : y\r\n\r\n"),
        refused("blank before the colon of a length", POST + "Content-Length : 2\r\n\r\n{}"),
        refused(
            "tab before the colon of a coding",
            POST + "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n"),
        refused("no colon", GET + "X\r\n\r\n"),
        refused("no name", GET + ": y\r\n\r\n"),
        refused("a name of two words", GET + "X Y: z\r\n\r\n"),
        refused("a name in brackets", GET + "[X]: y\r\n\r\n"),
        refused("a name beyond ASCII", GET + "\u00dc: y\r\n\r\n"));
  }

  private static List<FramingCase> heads() {
    return List.of(
        refused("no host", "GET /api/who HTTP/1.1\r\nAuthorization: Bearer mike\r\n\r\n"),
        refused("two hosts", GET + "Host: localhost\r\n\r\n"),
        refused("two other hosts", GET + "host: example.com\r\n\r\n"),
        refused("two hosts in HTTP/1.0", "GET /api/who HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
        refused(
            "an absolute address without a host",
            "GET http:///api/who HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n"),
        refused(
            "an absolute address with a password",
            "GET http://a:b@c/ HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n"),
        refused(
            "an address of another scheme", "GET ftp://c/ HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n"),
        refused("no slash", "GET api/who HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n"),
        refused("two blanks", "GET  /api/who HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n"),
        refused("a blank at the end", "GET /api/who HTTP/1.1 \r\n" + EdgeServer.MIKE + "\r\n"),
        refused(
            "a blank at the beginning", " GET /api/who HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n"),
        refused(
            "a method that is no token", "GET: /api/who HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n"),
        refused("three empty lines", "\r\n\r\n\r\n" + GET + "\r\n"),
        new FramingCase(
            "a long request line", "GET /" + "x".repeat(9000) + " HTTP/1.1\r\n\r\n", 414),
        new FramingCase("one large header", GET + "X: " + "x".repeat(40_000) + "\r\n\r\n", 431),
        new FramingCase(
            "many headers", GET + "X: yyyyyyyyyyyyyyyyyyyyyyyyy\r\n".repeat(2000) + "\r\n", 431),
        new FramingCase("many short headers", GET + "X:\r\n".repeat(199) + "\r\n", 431));
  }

  /** Values that are no host with an optional port, in the Host header and in a whole address. */
  private static List<FramingCase> hosts() {
    List<FramingCase> cases = new ArrayList<>();
    for (String host :
        List.of(
            "",
            ":80",
            "a:b",
            "a:+1",
            "a:80:80",
            "a:65536",
            "a:99999999999",
            "a@b",
            "a\\b",
            "a\"b",
            "<a>",
            "{a}",
            "a|b",
            "a^b",
            "\u00fc",
            "[",
            "[]",
            "[::1",
            "[::1]x",
            "[::1]:x",
            "[::g]",
            "[::1]]",
            "::1]",
            "]")) {
      cases.add(
          refused(
              "host " + host,
              "GET /api/who HTTP/1.1\r\nAuthorization: Bearer mike\r\nHost: " + host + "\r\n\r\n"));
      cases.add(
          refused(
              "a whole address with the host " + host,
              "GET http://" + host + "/api/who HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n"));
    }
    for (String host : List.of("a b", "a/b", "a?b", "a#b", "http://a", "a, [b]")) {
      cases.add(
          refused(
              "host " + host,
              "GET /api/who HTTP/1.0\r\nAuthorization: Bearer mike\r\nHost: " + host + "\r\n\r\n"));
    }
    return cases;
  }

  /** Forms of a target that belong to another method. */
  private static List<FramingCase> targets() {
    List<FramingCase> cases = new ArrayList<>();
    for (String target :
        List.of("x:443", "*", "/", "/api/who", "http://x/", "[::1]:443", "x", "443")) {
      cases.add(
          new FramingCase(
              "CONNECT " + target,
              "CONNECT " + target + " HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n",
              501));
    }
    for (String method : List.of("GET", "POST", "PUT", "HEAD", "options", "X")) {
      cases.add(refused(method + " *", method + " * HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n"));
    }
    cases.add(refused("**", "OPTIONS ** HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n"));
    cases.add(refused("*?", "OPTIONS *?x HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n"));
    return cases;
  }

  private static List<FramingCase> chunkSizes() {
    Stream<String> sizes =
        Stream.of(
            "",
            "-2",
            "+2",
            "0x2",
            "2 ",
            " 2",
            "2 2",
            "2h",
            "zz",
            "2,",
            "\u00b2",
            "\t2",
            "2\t",
            "8000000000000000",
            "ffffffffffffffff",
            "10000000000000002",
            "0000000000000002",
            "2\n",
            "2\r",
            "2;a\nb",
            "2;a\0b",
            "2;a\rb");
    Stream<String> bodies =
        Stream.of(
            "2\r\n{}0\r\n\r\n",
            "2\r\n{}}\r\n0\r\n\r\n",
            "3\r\n{}\r\n0\r\n\r\n",
            "2\r\n{}\n0\r\n\r\n",
            "2\n{}\r\n0\r\n\r\n",
            "2\r\n{}\r\n0\n\r\n",
            "2\r\n{}\r\n0\r\nX : y\r\n\r\n",
            "2\r\n{}\r\n0\r\nX: a\r\n b\r\n\r\n",
            "2\r\n{}\r\n0\r\nX: a\n\r\n",
            "2\r\n{}\r\n0\r\nnothing\r\n\r\n",
            "2\r\n{}\r\n0\r\nX: \0\r\n\r\n");
    return Stream.concat(sizes.map(size -> size + "\r\n{}\r\n0\r\n\r\n"), bodies)
        .map(body -> refused("chunks " + body, CHUNKED + body))
        .collect(Collectors.toList());
  }

  private static List<FramingCase> versions() {
    return Stream.of(
            "HTTP/1",
            "HTTP/1.",
            "HTTP/1.11",
            "HTTP/2.0",
            "HTTP/0.9",
            "HTTP/3.7",
            "http/1.1",
            "HTTP/1,1",
            "HTTP/11",
            "HTTP/ 1.1",
            "HTTPS/1.1",
            "HTTP/1.x",
            "")
        .map(
            version ->
                refused(
                    "version " + version,
                    "GET /api/who " + version + "\r\n" + EdgeServer.MIKE + "\r\n"))
        .toList();
  }

  /** Requests that never end; 200,000 bytes are more than the edge may read of them. */
  private static List<FramingCase> endless() {
    String much = "y".repeat(200_000);
    return List.of(
        refused("an extension without end", CHUNKED + "2;x=" + much),
        refused("a chunk size without end", CHUNKED + "0".repeat(200_000)),
        refused("many extensions", CHUNKED + "1;xxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n{\r\n".repeat(1000)),
        refused("a trailer without end", CHUNKED + "0\r\nX: " + much),
        refused(
            "trailers without end", CHUNKED + "0\r\n" + "X: yyyyyyyyyyyyyyyyy\r\n".repeat(2000)));
  }

  private static FramingCase refused(String name, String bytes) {
    return new FramingCase(name, bytes, 400);
  }
}
