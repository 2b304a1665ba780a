/** What an edge asks of the router when a request needs thought: what the prompt is about, and which models suit it. */
@NullMarked
package dev.fairlead.contracts.decision;

import org.jspecify.annotations.NullMarked;
