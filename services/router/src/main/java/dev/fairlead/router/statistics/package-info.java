/** How endpoints did lately: counts and histograms in buckets of time, never single samples. */
@NullMarked
package dev.fairlead.router.statistics;

import org.jspecify.annotations.NullMarked;
