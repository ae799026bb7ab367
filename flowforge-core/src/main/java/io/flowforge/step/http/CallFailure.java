package io.flowforge.step.http;

import io.flowforge.pipeline.policy.FailureKind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Why a call got no answer.
 *
 * @param reason the end of a sentence; not redacted
 * @param kind null when another attempt would meet the same
 */
record CallFailure(String reason, @Nullable FailureKind kind) {

  static CallFailure of(IOException failure) {
    return switch (failure) {
      case GuardedResolver.RefusedAddressException refused ->
          new CallFailure(String.valueOf(refused.getMessage()), null);
      case SSLException refused when isAboutACertificate(refused) ->
          new CallFailure("the certificate of the host is not to be trusted", null);
      case UnknownHostException _ -> new CallFailure("unknown host", FailureKind.CONNECTION);
      case ConnectTimeoutException _ ->
          new CallFailure("nobody answered in time", FailureKind.CONNECTION);
      case InterruptedIOException _ -> new CallFailure("no answer in time", FailureKind.TIMEOUT);
      default -> new CallFailure(String.valueOf(failure.getMessage()), FailureKind.CONNECTION);
    };
  }

  /** A handshake also fails when the connection is lost in the middle of it. */
  private static boolean isAboutACertificate(SSLException failure) {
    return Stream.<@Nullable Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(
            cause ->
                cause instanceof SSLPeerUnverifiedException
                    || cause instanceof CertificateException
                    || cause instanceof CertPathValidatorException
                    || cause instanceof CertPathBuilderException);
  }
}
