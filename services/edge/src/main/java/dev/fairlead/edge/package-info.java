/** The edge: Fairlead's data plane. Bytes in, plan, admit, dispatch, bytes out, settle. */
@NullMarked
package dev.fairlead.edge;

import org.jspecify.annotations.NullMarked;
