/** What a model cost on a given day. */
@NullMarked
package dev.fairlead.catalog.history;

import org.jspecify.annotations.NullMarked;
