package io.flowforge.seed.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The entries of a file that cannot be read. What refers to them is not a problem of its own: it
 * disappears when they are corrected.
 */
public final class BrokenEntries {

  /** With more, nearly every reference may be to one of them. */
  private static final int MAX_ENTRIES = 200;

  private final List<String> entries = new ArrayList<>();
  private final List<String> nameless = new ArrayList<>();
  private final Map<String, Boolean> answers = new HashMap<>();
  private boolean isEverything;

  /** Adds an entry, with all the text that it was read from. */
  public void add(String raw) {
    entries.add(essence(raw));
    isEverything |= entries.size() > MAX_ENTRIES;
  }

  /** Adds an entry that lacks the value by which others refer to it. */
  public void addNameless(String raw) {
    add(raw);
    nameless.add(essence(raw));
  }

  /** Adds every possible entry, because the file cannot be read at all. */
  public void addEverything() {
    isEverything = true;
  }

  /**
   * Returns whether one of the entries may be the one that is meant.
   *
   * @param reference a name or an e-mail address that no other entry has
   */
  public boolean mayContain(String reference) {
    return isEverything || answers.computeIfAbsent(reference, this::search);
  }

  private boolean search(String reference) {
    String wanted = essence(reference);
    int at = reference.indexOf('@');
    String person = at < 0 ? "" : essence(reference.substring(0, at));
    return (!wanted.isEmpty() && entries.stream().anyMatch(entry -> entry.contains(wanted)))
        || (!person.isEmpty() && nameless.stream().anyMatch(entry -> entry.contains(person)));
  }

  /** Returns letters and digits only: what is broken is mostly between them. */
  private static String essence(String text) {
    var essence = new StringBuilder();
    text.codePoints().filter(Character::isLetterOrDigit).forEach(essence::appendCodePoint);
    return essence.toString().toLowerCase(Locale.ROOT);
  }
}
