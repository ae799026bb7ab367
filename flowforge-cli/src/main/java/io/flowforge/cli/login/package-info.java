/** Who is signed in: named profiles, and access tokens that are renewed when they expire. */
@NullMarked
package io.flowforge.cli.login;

import org.jspecify.annotations.NullMarked;
