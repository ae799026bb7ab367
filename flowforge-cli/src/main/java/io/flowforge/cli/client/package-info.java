/** What commands do with the API: find things by name, submit, and follow requests. */
@NullMarked
package io.flowforge.cli.client;

import org.jspecify.annotations.NullMarked;
