/** The demonstration, which acts as users do over HTTP. */
@NullMarked
package io.flowforge.cli.demo;

import org.jspecify.annotations.NullMarked;
