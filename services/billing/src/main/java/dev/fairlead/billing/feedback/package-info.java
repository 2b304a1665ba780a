/** What callers and people say of generations. */
@NullMarked
package dev.fairlead.billing.feedback;

import org.jspecify.annotations.NullMarked;
