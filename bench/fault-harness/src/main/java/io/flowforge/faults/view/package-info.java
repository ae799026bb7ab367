/** People who watch requests and organizations during a run, over the streams of the API. */
@NullMarked
package io.flowforge.faults.view;

import org.jspecify.annotations.NullMarked;
