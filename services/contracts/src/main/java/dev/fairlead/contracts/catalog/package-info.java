/** The catalog snapshot that the catalog service publishes and every other service reads. */
@NullMarked
package dev.fairlead.contracts.catalog;

import org.jspecify.annotations.NullMarked;
