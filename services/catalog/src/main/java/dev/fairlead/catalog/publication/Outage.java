package dev.fairlead.catalog.publication;

import org.jboss.logging.Logger;

/** Reports an outage of one part once when it begins and once when it ends, not at every try in between. */
final class Outage {

    private final Logger log;
    private final String part;
    private boolean down;

    Outage(Logger log, String part) {
        this.log = log;
        this.part = part;
    }

    void begins(Throwable cause) {
        if (!down) {
            down = true;
            log.warnf("%s does not answer (%s); trying again", part, rootOf(cause));
        }
    }

    void ends() {
        if (down) {
            down = false;
            log.infof("%s is back", part);
        }
    }

    private static String rootOf(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
