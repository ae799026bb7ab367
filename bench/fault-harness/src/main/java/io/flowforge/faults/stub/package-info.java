/** The service that the steps of the load call: it fails on purpose and records every call. */
@NullMarked
package io.flowforge.faults.stub;

import org.jspecify.annotations.NullMarked;
