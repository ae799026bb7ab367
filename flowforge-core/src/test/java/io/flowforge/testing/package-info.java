/** What the tests of all modules share: real stores, people, and things to wait for. */
@NullMarked
package io.flowforge.testing;

import org.jspecify.annotations.NullMarked;
