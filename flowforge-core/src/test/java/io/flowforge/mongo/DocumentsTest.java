package io.flowforge.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.junit.jupiter.api.Test;

class DocumentsTest {

  @Test
  void anOperatorMaySayHowWritesAreAcknowledgedButNotThatReadsMayBeLate() {
    MongoClientSettings settings = settings("mongodb://h/?w=2&readPreference=secondary");

    assertThat(settings.getWriteConcern()).isEqualTo(WriteConcern.W2);
    assertThat(settings.getReadPreference()).isEqualTo(ReadPreference.primary());
  }

  @Test
  void writesAreAcknowledgedByTheMajorityUnlessAnOperatorSaysOtherwise() {
    assertThat(settings("mongodb://h").getWriteConcern()).isEqualTo(WriteConcern.MAJORITY);
  }

  private static MongoClientSettings settings(String uri) {
    return Documents.settings(new ConnectionString(uri), new CompositeMeterRegistry());
  }
}
