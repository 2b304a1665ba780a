/** What is known of each endpoint, put together: its breaker, its statistics, its line in the routing table. */
@NullMarked
package dev.fairlead.router.health;

import org.jspecify.annotations.NullMarked;
