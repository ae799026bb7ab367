package io.flowforge.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLinesTest {

  private static String printed(int width, String... words) {
    var out = new StringWriter();
    new CommandLines(new PrintWriter(out, true), width).print(List.of(words));
    return out.toString().replace("\r\n", "\n");
  }

  @Test
  void aShortCommandHasOneLine() {
    assertThat(printed(80, "./flowforge run", "--follow"))
        .isEqualTo("  ./flowforge run --follow\n");
  }

  @Test
  void aLongOneIsContinued() {
    assertThat(printed(20, "./flowforge", "--set a=b", "--set c=d"))
        .isEqualTo("  ./flowforge \\\n    --set a=b \\\n    --set c=d\n");
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    for (int width : List.of(20, 21, 25, 30, 40, 60)) {
      assertThat(printed(width, "program", "aaaaa", "bbbbbb", "c", "dd", "eeeeeeeeee", "f"))
          .satisfies(
              text ->
                  assertThat(text.lines().mapToInt(String::length).max().orElse(0))
                      .isLessThanOrEqualTo(width));
    }
  }
}
