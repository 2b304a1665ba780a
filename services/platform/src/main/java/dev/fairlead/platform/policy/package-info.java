/** Routing policies as people write them: the JSON, read strictly, with faults that say where and what. */
@NullMarked
package dev.fairlead.platform.policy;

import org.jspecify.annotations.NullMarked;
