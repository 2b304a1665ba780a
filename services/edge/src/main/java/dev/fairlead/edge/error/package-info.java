/** What can go wrong on the inference API, in OpenAI's envelope. */
@NullMarked
package dev.fairlead.edge.error;

import org.jspecify.annotations.NullMarked;
