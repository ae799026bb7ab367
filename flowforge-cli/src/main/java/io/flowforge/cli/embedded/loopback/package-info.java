/** HTTP servers and ports on the loopback interface. */
@NullMarked
package io.flowforge.cli.embedded.loopback;

import org.jspecify.annotations.NullMarked;
