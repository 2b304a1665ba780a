/** Tests of the routes by which rules are written. */
@NullMarked
package dev.fairlead.router.rules.policies;

import org.jspecify.annotations.NullMarked;
