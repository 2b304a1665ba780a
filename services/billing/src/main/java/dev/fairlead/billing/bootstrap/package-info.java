/** What a new installation starts with: organisations, credits and keys out of the configuration. */
@NullMarked
package dev.fairlead.billing.bootstrap;

import org.jspecify.annotations.NullMarked;
