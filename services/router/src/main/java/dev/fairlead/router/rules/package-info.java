/** What people have written down about routing (policies, presets, defaults), and how one edits it; plain objects. */
@NullMarked
package dev.fairlead.router.rules;

import org.jspecify.annotations.NullMarked;
