package io.flowforge.server.console;

import io.flowforge.scan.CharacterSet;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * Which modules a script imports before it runs. A browser would otherwise find them one level
 * after another, each after a round trip.
 */
record ModuleGraph(ConsoleFiles files) {

  private static final CharacterSet QUOTES = CharacterSet.of("'\"");

  /** What comes before the address of a module: {@code import 'x'} and {@code ... from 'x'}. */
  private static final List<String> WORDS = List.of("import", "from");

  /** Returns the names of the scripts and of all modules that they need, the nearest first. */
  List<String> withNeeds(List<String> scripts) {
    Set<String> needed = new LinkedHashSet<>(scripts);
    Queue<String> open = new ArrayDeque<>(scripts);
    while (!open.isEmpty()) {
      for (String module : importsOf(open.remove())) {
        if (needed.add(module)) {
          open.add(module);
        }
      }
    }
    return List.copyOf(needed);
  }

  /** Returns the modules that a script names itself, without those that it loads later. */
  private List<String> importsOf(String script) {
    List<String> imports = new ArrayList<>();
    URI base = URI.create("/" + script);
    String text = files.text(script);
    for (String word : WORDS) {
      for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        int open = CharacterSet.BLANKS.endOfRun(text, at + word.length());
        if (open < text.length() && QUOTES.contains(text.charAt(open))) {
          int close = text.indexOf(text.charAt(open), open + 1);
          addIfModule(imports, base, text.substring(open + 1, Math.max(close, open + 1)));
        }
      }
    }
    return imports;
  }

  /** Words of comments and strings may look like imports; they name no file. */
  private void addIfModule(List<String> imports, URI base, String address) {
    boolean isRelative = address.startsWith("./") || address.startsWith("../");
    if (isRelative && address.endsWith(".js") && address.indexOf(' ') < 0) {
      String name = base.resolve(address).getPath().substring(1);
      if (files.byName().containsKey(name)) {
        imports.add(name);
      }
    }
  }
}
