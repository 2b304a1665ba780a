/** What callers notice, and what they pay, when endpoints fail, recover or ask to be left alone: nothing, if possible. */
@NullMarked
package dev.fairlead.e2e.routing;

import org.jspecify.annotations.NullMarked;
