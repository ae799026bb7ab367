/** What streams tell their viewers. */
@NullMarked
package io.flowforge.live.event;

import org.jspecify.annotations.NullMarked;
