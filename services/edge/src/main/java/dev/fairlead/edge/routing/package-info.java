/** The way of a request from what it says to a plan: presets, defaults, policies, virtual models and names. */
@NullMarked
package dev.fairlead.edge.routing;

import org.jspecify.annotations.NullMarked;
