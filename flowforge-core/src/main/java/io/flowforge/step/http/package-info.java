/** The step type {@code API}: one HTTP call with its redirects, within the address policy. */
@NullMarked
package io.flowforge.step.http;

import org.jspecify.annotations.NullMarked;
