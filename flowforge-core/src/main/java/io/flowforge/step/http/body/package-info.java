/** Request bodies of API steps: templates, and the values that are filled in. */
@NullMarked
package io.flowforge.step.http.body;

import org.jspecify.annotations.NullMarked;
