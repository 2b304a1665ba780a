/** The catalog as the router sees it: which models there are, what they are called, and what they cost. */
@NullMarked
package dev.fairlead.router.catalog;

import org.jspecify.annotations.NullMarked;
