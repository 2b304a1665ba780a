/** Turns outcomes into the routing table and publishes it, by one replica at a time. */
@NullMarked
package dev.fairlead.router.publication;

import org.jspecify.annotations.NullMarked;
