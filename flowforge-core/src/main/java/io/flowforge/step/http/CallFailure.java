package io.flowforge.step.http;

import io.flowforge.pipeline.policy.FailureKind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a call got no response.
 *
 * @param reason the end of a sentence; not redacted
 * @param kind null if another attempt would fail in the same way
 */
record CallFailure(String reason, @Nullable FailureKind kind) {

  static CallFailure of(IOException failure) {
    return switch (failure) {
      case GuardedResolver.RefusedAddressException refused ->
          new CallFailure(String.valueOf(refused.getMessage()), null);
      case SSLException handshake when isCausedByCertificate(handshake) ->
          new CallFailure("the certificate of the host is not trusted", null);
      case SSLException broken when broken.getCause() instanceof IOException loss && isLoss(loss) ->
          of(loss);
      case UnknownHostException _ -> new CallFailure("unknown host", FailureKind.CONNECTION);
      case ConnectTimeoutException _ ->
          new CallFailure("the connection timed out", FailureKind.CONNECTION);
      // The message of the library may show a part of the response.
      case ClientProtocolException _ -> new CallFailure("the response is not valid HTTP/1.1", null);
      case NoHttpResponseException _, ConnectionClosedException _, ClosedChannelException _ ->
          new CallFailure("the connection was closed before the response", FailureKind.CONNECTION);
      case InterruptedIOException _ ->
          new CallFailure("the response timed out", FailureKind.TIMEOUT);
      default -> new CallFailure(String.valueOf(failure.getMessage()), FailureKind.CONNECTION);
    };
  }

  /**
   * Tests whether the cause of a failure of the encryption says more than that: the connection was
   * lost. Its end is better named by the encryption.
   */
  private static boolean isLoss(IOException cause) {
    return !(cause instanceof SSLException) && !(cause instanceof EOFException);
  }

  /** Distinguishes a bad certificate from a connection that was lost during the handshake. */
  private static boolean isCausedByCertificate(SSLException failure) {
    return Stream.<@Nullable Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(
            cause ->
                cause instanceof SSLPeerUnverifiedException
                    || cause instanceof CertificateException
                    || cause instanceof CertPathValidatorException
                    || cause instanceof CertPathBuilderException);
  }
}
