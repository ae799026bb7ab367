/**
 * Conditions: expressions in CEL that pipelines contain. Checks them when a pipeline is created,
 * and evaluates them while a request runs. The only room that knows the CEL library.
 */
@NullMarked
package io.flowforge.condition;

import org.jspecify.annotations.NullMarked;
