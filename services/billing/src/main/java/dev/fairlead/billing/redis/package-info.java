/** The one connection on which billing talks to Redis. */
@NullMarked
package dev.fairlead.billing.redis;

import org.jspecify.annotations.NullMarked;
