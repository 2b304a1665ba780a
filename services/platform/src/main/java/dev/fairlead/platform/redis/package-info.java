/** Connections to Redis that survive its restarts and never wait for longer than they were told to. */
@NullMarked
package dev.fairlead.platform.redis;

import org.jspecify.annotations.NullMarked;
