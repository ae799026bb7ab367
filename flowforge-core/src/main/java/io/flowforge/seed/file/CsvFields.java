package io.flowforge.seed.file;

import com.opencsv.ICSVParser;
import com.opencsv.RFC4180ParserBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A reader of the values of a record's fields, by RFC 4180: a backslash has no special meaning. */
final class CsvFields {

  private final ICSVParser parser;
  private final String separator;

  CsvFields(char separator) {
    parser = new RFC4180ParserBuilder().withSeparator(separator).build();
    this.separator = String.valueOf(separator);
  }

  /**
   * Reads the fields of a record.
   *
   * @param written the fields as they are written: with the quotes, but without blanks around them
   */
  List<CsvField> read(List<CsvField> written) {
    String[] values =
        parsed(String.join(separator, written.stream().map(CsvFields::strict).toList()));
    List<CsvField> fields = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      fields.add(new CsvField(values[i], written.get(i).isQuoted(), written.get(i).isPadded()));
    }
    return fields;
  }

  private String[] parsed(String record) {
    try {
      return parser.parseLine(record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the field by the letter of RFC 4180, which has quotes only within quotes. */
  private static String strict(CsvField field) {
    boolean isStrict = field.isQuoted() || field.text().indexOf('"') < 0;
    return isStrict ? field.text() : '"' + field.text().replace("\"", "\"\"") + '"';
  }
}
