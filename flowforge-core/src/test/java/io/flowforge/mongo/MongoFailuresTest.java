package io.flowforge.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoInternalException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoSocketException;
import com.mongodb.ServerAddress;
import io.flowforge.error.UnavailableException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MongoFailuresTest {

  @ParameterizedTest
  @ValueSource(ints = {64, 91, 133, 189, 262, 10107, 13436})
  void whatPassesIsAnOutage(int code) {
    assertThat(MongoFailures.translated(refusal(code), "pipelines"))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void aServerThatCannotBeReachedIsAnOutage() {
    assertThat(
            MongoFailures.translated(
                new MongoSocketException("gone", new ServerAddress()), "pipelines"))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void anInterruptIsNoOutage() {
    assertThat(
            MongoFailures.translated(
                new MongoInterruptedException("in a read", new InterruptedException()),
                "pipelines"))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("the call was interrupted; retry");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 13, 121, 11000})
  void whatStaysIsAProblem(int code) {
    assertThat(MongoFailures.translated(refusal(code), "pipelines"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pipelines");
  }

  @Test
  void aReplyThatTheDriverRefusesIsAProblem() {
    assertThat(
            MongoFailures.translated(
                new MongoInternalException(
                    "The reply message length 100000000 is greater than the maximum message length"
                        + " 48000000"),
                "service_requests"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("service_requests");
  }

  private static MongoCommandException refusal(int code) {
    return new MongoCommandException(
        new BsonDocument("ok", new BsonInt32(0)).append("code", new BsonInt32(code)),
        new ServerAddress());
  }
}
