/** Step types of plug-ins: jars that other people have compiled against the step API. */
@NullMarked
package io.flowforge.step.plugin;

import org.jspecify.annotations.NullMarked;
