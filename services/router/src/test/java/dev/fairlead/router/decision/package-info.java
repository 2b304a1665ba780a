/** Tests of the way from outcomes to the routing table, against a real Redis. */
@NullMarked
package dev.fairlead.router.decision;

import org.jspecify.annotations.NullMarked;
