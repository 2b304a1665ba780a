/** The figures by which routing decides, as it really uses them. */
@NullMarked
package dev.fairlead.router.rules.thresholds;

import org.jspecify.annotations.NullMarked;
