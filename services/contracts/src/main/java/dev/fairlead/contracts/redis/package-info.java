/** Names shared by all services in Redis: keys, channels, streams and the admission functions. */
@NullMarked
package dev.fairlead.contracts.redis;

import org.jspecify.annotations.NullMarked;
