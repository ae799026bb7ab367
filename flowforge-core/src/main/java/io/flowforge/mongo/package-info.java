/** Access to MongoDB: the client, the collections and their indexes. */
@NullMarked
package io.flowforge.mongo;

import org.jspecify.annotations.NullMarked;
