/** The demonstration: what users do, done over HTTP. */
@NullMarked
package io.flowforge.cli.demo;

import org.jspecify.annotations.NullMarked;
