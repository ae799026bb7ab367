/**
 * Regular expressions of users: in RE2's syntax, matched in time linear in the text, and limited in
 * what they cost. The only room that knows the RE2 library. Imports only {@code scan}.
 */
@NullMarked
package io.flowforge.regex;

import org.jspecify.annotations.NullMarked;
