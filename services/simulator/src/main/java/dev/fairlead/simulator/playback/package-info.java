/** Plays a behaviour onto a connection: waits, paces, breaks. Knows no wire format. */
@NullMarked
package dev.fairlead.simulator.playback;

import org.jspecify.annotations.NullMarked;
