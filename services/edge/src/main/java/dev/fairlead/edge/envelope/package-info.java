/** JSON bodies as indexed bytes: validated once, never bound to objects, edited by splicing. */
@NullMarked
package dev.fairlead.edge.envelope;

import org.jspecify.annotations.NullMarked;
