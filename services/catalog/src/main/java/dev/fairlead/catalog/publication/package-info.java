/** Gets the catalog to where it is needed: files into the store, the store into a snapshot, the snapshot into Redis. */
@NullMarked
package dev.fairlead.catalog.publication;

import org.jspecify.annotations.NullMarked;
