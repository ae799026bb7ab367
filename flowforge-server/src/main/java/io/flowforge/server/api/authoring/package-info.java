/** Help for authors of pipelines: step types, the check of a draft, and the preview of calls. */
@NullMarked
package io.flowforge.server.api.authoring;

import org.jspecify.annotations.NullMarked;
