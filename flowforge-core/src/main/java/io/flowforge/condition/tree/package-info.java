/**
 * What the check and the evaluation of conditions share: the parts of a condition and their places.
 */
@NullMarked
package io.flowforge.condition.tree;

import org.jspecify.annotations.NullMarked;
