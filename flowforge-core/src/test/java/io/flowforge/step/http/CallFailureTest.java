package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.policy.FailureKind;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a requester reads about a connection that was lost. */
class CallFailureTest {

  private static final String CLOSED = "the connection was closed before the response";

  static Stream<Arguments> lostConnections() {
    return Stream.of(
        Arguments.of(new SocketException("Connection reset"), "Connection reset"),
        Arguments.of(new ClosedChannelException(), CLOSED),
        Arguments.of(new AsynchronousCloseException(), CLOSED),
        Arguments.of(inHandshake(new IOException("Broken pipe")), "Broken pipe"),
        Arguments.of(
            new SSLException("(unexpected_message)", new AsynchronousCloseException()), CLOSED),
        Arguments.of(inHandshake(new EOFException("no more")), "the handshake failed"),
        Arguments.of(inHandshake(new SSLException("of the library")), "the handshake failed"));
  }

  private static SSLException inHandshake(IOException cause) {
    var failure = new SSLHandshakeException("the handshake failed");
    failure.initCause(cause);
    return failure;
  }

  @ParameterizedTest
  @MethodSource("lostConnections")
  void aLostConnectionIsNamedAsSuch(IOException failure, String reason) {
    assertThat(CallFailure.of(failure)).isEqualTo(new CallFailure(reason, FailureKind.CONNECTION));
  }
}
