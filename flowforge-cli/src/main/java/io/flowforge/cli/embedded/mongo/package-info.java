/** A local document store that speaks MongoDB's wire protocol. */
@NullMarked
package io.flowforge.cli.embedded.mongo;

import org.jspecify.annotations.NullMarked;
