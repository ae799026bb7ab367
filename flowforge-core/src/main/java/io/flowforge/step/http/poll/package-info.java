/** The parameter {@code poll}: looks at a target until a condition on its response holds. */
@NullMarked
package io.flowforge.step.http.poll;

import org.jspecify.annotations.NullMarked;
