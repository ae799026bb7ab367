/** The URLs of API steps: their hosts, and what in them can never work. */
@NullMarked
package io.flowforge.step.http.url;

import org.jspecify.annotations.NullMarked;
