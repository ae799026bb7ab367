/** What reading costs among many requests, and what a request costs on disk. */
@NullMarked
package io.flowforge.load.growth;

import org.jspecify.annotations.NullMarked;
