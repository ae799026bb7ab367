/**
 * The fault harness: breaks a cluster of real processes under load, and checks that nothing is
 * lost, stuck or done twice. See {@code docs/reliability.md}.
 */
@NullMarked
package io.flowforge.faults;

import org.jspecify.annotations.NullMarked;
