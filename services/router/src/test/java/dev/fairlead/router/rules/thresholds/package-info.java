/** Tests of the published thresholds. */
@NullMarked
package dev.fairlead.router.rules.thresholds;

import org.jspecify.annotations.NullMarked;
