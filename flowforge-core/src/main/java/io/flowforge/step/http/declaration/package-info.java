/** The declaration of the step type API. */
@NullMarked
package io.flowforge.step.http.declaration;

import org.jspecify.annotations.NullMarked;
