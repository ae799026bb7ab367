/**
 * Everything that a measurement needs, each part a process of its own with the settings of
 * production.
 */
@NullMarked
package io.flowforge.load.stack;

import org.jspecify.annotations.NullMarked;
