/** Forms: the fields that a requester fills in, and the validation of form data. */
@NullMarked
package io.flowforge.pipeline.form;

import org.jspecify.annotations.NullMarked;
