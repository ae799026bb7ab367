/**
 * The reading of settings: environment variables, with every problem at once and no secret shown.
 */
@NullMarked
package io.flowforge.settings;

import org.jspecify.annotations.NullMarked;
