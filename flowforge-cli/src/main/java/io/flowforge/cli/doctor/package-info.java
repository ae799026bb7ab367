/** The checks of {@code flowforge doctor}. They change nothing and work while parts are down. */
@NullMarked
package io.flowforge.cli.doctor;

import org.jspecify.annotations.NullMarked;
