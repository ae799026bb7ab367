/**
 * The interface of plug-ins: step types that other people write. Its signatures contain types of
 * the JDK and of this package only. What is here stays compatible within a version of the API,
 * which the manifest of a plug-in names ({@code Flowforge-Step-Api: 1}).
 */
@NullMarked
package io.flowforge.step.api;

import org.jspecify.annotations.NullMarked;
