/** The catalog as operators change it, and what becomes of requests then. */
@NullMarked
package dev.fairlead.e2e.catalog;

import org.jspecify.annotations.NullMarked;
