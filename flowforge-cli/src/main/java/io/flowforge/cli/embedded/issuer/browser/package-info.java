/** The pages of the local issuer, on which a person chooses who to be. */
@NullMarked
package io.flowforge.cli.embedded.issuer.browser;

import org.jspecify.annotations.NullMarked;
