/** What people have written down about routing, as the router publishes it: policies, defaults, presets. */
@NullMarked
package dev.fairlead.contracts.rules;

import org.jspecify.annotations.NullMarked;
