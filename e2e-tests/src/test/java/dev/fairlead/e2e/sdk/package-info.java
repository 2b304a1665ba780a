/** The official SDKs of OpenAI against the edge, over real sockets. */
@NullMarked
package dev.fairlead.e2e.sdk;

import org.jspecify.annotations.NullMarked;
