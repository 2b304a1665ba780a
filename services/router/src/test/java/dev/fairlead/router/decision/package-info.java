/** Tests of what is made of prompts, and of the models that are chosen for them. */
@NullMarked
package dev.fairlead.router.decision;

import org.jspecify.annotations.NullMarked;
