/** Routing policies as objects, and what they say to a request: the same for a dry run as for a real one. */
@NullMarked
package dev.fairlead.contracts.policy;

import org.jspecify.annotations.NullMarked;
