/**
 * Finds listed models: an index of one version of the catalog, the filters and orders of the public list. Plain Java: no
 * HTTP, no store.
 */
@NullMarked
package dev.fairlead.catalog.search;

import org.jspecify.annotations.NullMarked;
