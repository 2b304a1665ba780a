/** Who is calling and what is being named: organisations, API keys, generations. */
@NullMarked
package dev.fairlead.contracts.identity;

import org.jspecify.annotations.NullMarked;
