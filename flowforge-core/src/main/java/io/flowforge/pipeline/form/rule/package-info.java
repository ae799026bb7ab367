/** The rules for the values of inputs: formats, patterns, and limits. */
@NullMarked
package io.flowforge.pipeline.form.rule;

import org.jspecify.annotations.NullMarked;
