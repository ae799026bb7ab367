/** Real servers and stores, each in its own process, that can be killed, frozen and restarted. */
@NullMarked
package io.flowforge.faults.cluster;

import org.jspecify.annotations.NullMarked;
