/** What callers may write for a model's name, and what it means: ids, aliases, spellings, variants and wildcards. */
@NullMarked
package dev.fairlead.contracts.catalog.names;

import org.jspecify.annotations.NullMarked;
