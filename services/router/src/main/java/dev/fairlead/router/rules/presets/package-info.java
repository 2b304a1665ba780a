/** Presets, as applications and people write them; in OpenRouter's form. */
@NullMarked
package dev.fairlead.router.rules.presets;

import org.jspecify.annotations.NullMarked;
