/** What pipelines and steps know of secrets: names, hosts, and where values come from. */
@NullMarked
package io.flowforge.secret.reference;

import org.jspecify.annotations.NullMarked;
