/** API keys and credits, as people manage them through the edge. */
@NullMarked
package dev.fairlead.e2e.account;

import org.jspecify.annotations.NullMarked;
