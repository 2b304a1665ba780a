/**
 * The catalog files that come with Fairlead, read strictly: every fault is reported with file, line and field, and one
 * fault is enough to refuse them all.
 */
@NullMarked
package dev.fairlead.catalog.seed;

import org.jspecify.annotations.NullMarked;
