package io.flowforge.server.edge;

import io.flowforge.server.edge.client.WaitClock;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The responses of a connection in the form that its client reads: the last one announces the end
 * of the connection, HTTP/1.0 gets no chunks, and a response to HEAD has no body. Writes in small
 * slices. Used by the connection's thread only.
 */
final class ResponseBytes implements DataWriter {

  /** The size of the writes by which the rate of a client is measured. */
  private static final int SLICE_BYTES = 16 * 1024;

  private static final String HEAD_END = "\r\n\r\n";
  private static final ByteSink NOWHERE = (_, _, _) -> {};

  private final ByteSink wire;
  private final Exchange exchange;
  private final WaitClock clock;
  private final ByteArrayOutputStream unfinishedHead = new ByteArrayOutputStream();
  private ByteSink body;

  private boolean isEventStream;

  ResponseBytes(ByteSink wire, Exchange exchange, WaitClock clock) {
    this.wire = wire;
    this.exchange = exchange;
    this.clock = clock;
    body = wire;
  }

  @Override
  public void write(BufferData... buffers) {
    for (BufferData buffer : buffers) {
      write(buffer);
    }
  }

  @Override
  public void write(BufferData buffer) {
    // Not writeTo: for a part of an array, Helidon's implementation writes past its end.
    byte[] slice = new byte[Math.min(buffer.available(), SLICE_BYTES)];
    while (buffer.available() > 0) {
      int count = buffer.read(slice, 0, Math.min(buffer.available(), slice.length));
      if (exchange.isResponding()) {
        if (isEventStream) {
          clock.beginResponse();
        }
        body.write(slice, 0, count);
      } else {
        writeHead(slice, count);
      }
    }
  }

  @Override
  public void writeNow(BufferData... buffers) {
    write(buffers);
  }

  @Override
  public void writeNow(BufferData buffer) {
    write(buffer);
  }

  private void writeHead(byte[] slice, int count) {
    unfinishedHead.write(slice, 0, count);
    String text = unfinishedHead.toString(StandardCharsets.ISO_8859_1);
    int end = text.indexOf(HEAD_END);
    if (end < 0) {
      return;
    }
    byte[] all = unfinishedHead.toByteArray();
    unfinishedHead.reset();
    int bodyBegin = end + HEAD_END.length();
    byte[] head = adapted(ResponseHead.parse(text.substring(0, end))).toBytes();
    if (body == wire) {
      // Together with the beginning of the body, so that both can share a packet.
      var both = new ByteArrayOutputStream(head.length + all.length - bodyBegin);
      both.writeBytes(head);
      both.write(all, bodyBegin, all.length - bodyBegin);
      wire.write(both.toByteArray(), 0, both.size());
    } else {
      wire.write(head, 0, head.length);
      body.write(all, bodyBegin, all.length - bodyBegin);
    }
  }

  private ResponseHead adapted(ResponseHead head) {
    if (head.isInterim()) {
      exchange.continued();
      return head;
    }
    body = exchange.isWithoutResponseBody() ? NOWHERE : wire;
    isEventStream = head.isEventStream();
    if (head.isLast()) {
      exchange.end();
    }
    ResponseHead adapted = head;
    if (exchange.isHttp10() && head.isChunked()) {
      exchange.end();
      adapted = head.unframed();
      body = body == wire ? new Unchunking(wire) : body;
    } else if (exchange.isLast()) {
      // Reading more of the request later must not change this decision.
      exchange.end();
      adapted = head.closing();
    }
    exchange.respond();
    return adapted;
  }
}
