/** What holds for an organisation or a key whose requests say nothing. */
@NullMarked
package dev.fairlead.router.rules.defaults;

import org.jspecify.annotations.NullMarked;
