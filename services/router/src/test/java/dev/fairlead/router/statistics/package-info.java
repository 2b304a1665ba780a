/** Tests of statistics. */
@NullMarked
package dev.fairlead.router.statistics;

import org.jspecify.annotations.NullMarked;
