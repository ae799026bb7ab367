package io.flowforge.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ModuleGraphTest {

  private final TreeMap<String, byte[]> files = new TreeMap<>();

  @Test
  void allThatAScriptImportsIsFoundOnceTheNearestFirst() {
    file(
        "js/main.js",
        "import { a } from './lib/a.js';\nimport b from \"./b.js\";import './side.js'");
    file("js/lib/a.js", "export * from '../../vendor/v.js';\nimport {\n  x,\n} from\n'../b.js';");
    file("js/b.js", "import './main.js'; import './lib/a.js';");
    file("js/side.js", "");
    file("vendor/v.js", "");

    assertThat(new ModuleGraph(new ConsoleFiles(files)).withNeeds(List.of("js/main.js")))
        .containsExactly("js/main.js", "js/side.js", "js/lib/a.js", "js/b.js", "vendor/v.js");
  }

  @Test
  void whatIsLoadedLaterOrOnlyLooksLikeAnImportIsLeftOut() {
    file(
        "js/main.js",
        """
        /** @typedef {import('./types.js').Thing} Thing */
        const page = () => import('./page.js');
        // The message came from 'nowhere'; from './absent.js', and from './a b.js'.
        const text = "import 'unfinished";
        import 'https://example.com/x.js';
        """);
    file("js/types.js", "");
    file("js/page.js", "");

    assertThat(new ModuleGraph(new ConsoleFiles(files)).withNeeds(List.of("js/main.js")))
        .containsExactly("js/main.js");
  }

  private void file(String name, String text) {
    files.put(name, text.getBytes(UTF_8));
  }
}
