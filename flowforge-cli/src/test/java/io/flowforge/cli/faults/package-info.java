/**
 * Breaks a cluster of real processes under load, and checks that nothing was lost, stuck or done
 * twice: {@code docs/reliability.md}.
 */
@NullMarked
package io.flowforge.cli.faults;

import org.jspecify.annotations.NullMarked;
