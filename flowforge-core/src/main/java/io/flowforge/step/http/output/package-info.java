/** The outputs of API steps: what is read from responses, and where secret ones may stand. */
@NullMarked
package io.flowforge.step.http.output;

import org.jspecify.annotations.NullMarked;
