/** The routing table that the router publishes, and the attempt outcomes it is made from. */
@NullMarked
package dev.fairlead.contracts.routing;

import org.jspecify.annotations.NullMarked;
