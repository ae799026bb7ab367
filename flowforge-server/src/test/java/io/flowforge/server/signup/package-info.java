@NullMarked
package io.flowforge.server.signup;

import org.jspecify.annotations.NullMarked;
