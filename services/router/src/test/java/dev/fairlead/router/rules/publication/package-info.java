/** Tests of how rules are kept and published, with a real Redis. */
@NullMarked
package dev.fairlead.router.rules.publication;

import org.jspecify.annotations.NullMarked;
