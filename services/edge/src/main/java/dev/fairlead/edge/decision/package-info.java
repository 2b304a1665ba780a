/** Asks the router what a prompt is about and which models suit it. Whoever asks must be able to do without an answer. */
@NullMarked
package dev.fairlead.edge.decision;

import org.jspecify.annotations.NullMarked;
