/** What has happened to a request in all its runs. */
@NullMarked
package io.flowforge.request.history;

import org.jspecify.annotations.NullMarked;
