/** What a prompt is about, in which language it is, how hard it is, and which models suit it. All of it works locally. */
@NullMarked
package dev.fairlead.router.decision;

import org.jspecify.annotations.NullMarked;
