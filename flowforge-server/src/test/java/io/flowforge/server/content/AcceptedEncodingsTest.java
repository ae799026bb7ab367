package io.flowforge.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedEncodingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip                             | true",
        "gzip, deflate, br, zstd          | true",
        "GZIP                             | true",
        "x-gzip                           | true",
        "br;q=1.0, gzip;q=0.8, *;q=0.1    | true",
        "gzip;q=0.001                     | true",
        "gzip ; q=0.5                     | true",
        "deflate,gzip;Q=1                 | true",
        "*                                | true",
        "gzip;q=0.5, identity;q=0.5       | true",
        "identity;q=0                     | false",
        "''                               | false",
        "','                              | false",
        "identity                         | false",
        "br                               | false",
        "gzip;q=0                         | false",
        "gzip;q=0.000                     | false",
        "gzip;q=0, *                      | false",
        "*;q=0                            | false",
        "gzip;q=0.5, identity;q=0.8       | false",
        "gzip;q=                          | false",
        "gzip;q=much                      | false",
        "gzip;q=1.1                       | false",
        "gzip;q=..                        | false",
        "gzip;q=-1                        | false",
        "gzip;q=1e0                       | false",
        "gzip;q=0.99999                   | false",
        "xgzip                            | false",
        "'gzip;q=0;'                      | false",
      })
  void gzipIsSentToThoseWhoTakeIt(String header, boolean expected) {
    assertThat(AcceptedEncodings.preferGzip(header)).isEqualTo(expected);
  }
}
