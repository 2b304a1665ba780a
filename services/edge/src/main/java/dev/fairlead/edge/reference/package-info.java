/** The API document that Fairlead publishes, and the page that shows it. */
@NullMarked
package dev.fairlead.edge.reference;

import org.jspecify.annotations.NullMarked;
