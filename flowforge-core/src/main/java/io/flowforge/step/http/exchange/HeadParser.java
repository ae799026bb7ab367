package io.flowforge.step.http.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.http.message.StatusLine;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Parses the head of a response. Only a status line is required: what has been answered counts, and
 * lines that are too long, too many or malformed are ignored. Immutable.
 */
public final class HeadParser implements HttpMessageParser<ClassicHttpResponse> {

  /** The maximum number of headers, without those that are always needed. */
  private static final int MAX_HEADERS = 100;

  /** The maximum number of empty lines before a status line. */
  private static final int MAX_EMPTY_LINES = 10;

  private static final String SHORTEST = "HTTP/1.1 200";

  /** The headers that are kept even if they come after others, each of them once. */
  private static final Set<String> NEEDED =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "date",
          "location",
          "retry-after",
          "transfer-encoding");

  @Override
  public @Nullable ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, ProtocolException {
    var lines = new HeadLines(buffer, in);
    HeadLines.Line first = lines.next();
    for (int i = 0; i < MAX_EMPTY_LINES && first != null && first.text().isEmpty(); i++) {
      first = lines.next();
    }
    if (first == null) {
      return null;
    }
    CallResponseHead head = statusLine(first, lines);
    addHeaders(lines, head);
    return head;
  }

  private static CallResponseHead statusLine(HeadLines.Line line, HeadLines lines)
      throws IOException, ProtocolException {
    StatusLine status;
    try {
      var text = new CharArrayBuffer(line.text().length());
      text.append(line.text());
      status = BasicLineParser.INSTANCE.parseStatusLine(text);
    } catch (ParseException e) {
      if (!line.isWhole() && line.text().length() < SHORTEST.length()) {
        throw lines.failure();
      }
      // The message of the library has the line in it.
      throw new ProtocolException("Not a status line");
    }
    var head = new CallResponseHead(status.getStatusCode(), status.getReasonPhrase());
    boolean isKnown = status.getProtocolVersion().lessEquals(HttpVersion.HTTP_1_1);
    head.setVersion(isKnown ? status.getProtocolVersion() : HttpVersion.HTTP_1_1);
    if (!isKnown || !line.isWhole()) {
      head.foundIrregularity();
    }
    return head;
  }

  private static void addHeaders(HeadLines lines, CallResponseHead head) throws IOException {
    @Nullable StringBuilder header = null;
    for (HeadLines.Line line = lines.next(); line != null; line = lines.next()) {
      String text = line.text();
      if (!line.isWhole()) {
        head.foundIrregularity();
      }
      if (!text.isEmpty() && (text.charAt(0) == ' ' || text.charAt(0) == '\t')) {
        // A continuation belongs to the header before it, even if that one is ignored.
        head.foundIrregularity();
        header = header == null || !line.isWhole() ? null : folded(header, text);
        continue;
      }
      addHeader(header, head);
      if (text.isEmpty()) {
        head.complete();
        return;
      }
      header = line.isWhole() ? new StringBuilder(text) : null;
    }
    // The last line may be a part of one.
  }

  /** Appends a continuation; null if the header becomes too long. */
  private static @Nullable StringBuilder folded(StringBuilder header, String continuation) {
    header.append(' ').append(continuation.strip());
    return header.length() > HeadLines.MAX_LINE ? null : header;
  }

  private static void addHeader(@Nullable StringBuilder line, CallResponseHead head) {
    if (line == null) {
      return;
    }
    String name = line.substring(0, Math.max(line.indexOf(":"), 0)).strip();
    boolean isKept =
        !name.isEmpty()
            && line.length() <= HeadLines.MAX_LINE
            && (head.getHeaders().length < MAX_HEADERS || isNeeded(name, head));
    if (isKept) {
      head.addHeader(new BasicHeader(name, line.substring(line.indexOf(":") + 1).strip()));
    } else {
      head.foundIrregularity();
    }
  }

  private static boolean isNeeded(String name, CallResponseHead head) {
    return NEEDED.contains(name.toLowerCase(Locale.ROOT)) && !head.containsHeader(name);
  }
}
