/** Everything that people can do with requests. */
@NullMarked
package io.flowforge.request.action;

import org.jspecify.annotations.NullMarked;
