/** Tests of the cache, against a real Redis and tokens signed with a real key. */
@NullMarked
package dev.fairlead.cache.response;

import org.jspecify.annotations.NullMarked;
