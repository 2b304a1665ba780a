package dev.fairlead.devstack;

/** Follows the start of a stack. Called from several threads. */
public interface Progress {

    /** Says nothing. */
    Progress SILENT = new Progress() {
        @Override
        public void begins(String name) {}

        @Override
        public void waits(String name, String why) {}

        @Override
        public void ready(String name, String where) {}

        @Override
        public void note(String text) {}
    };

    /** A part is being started. */
    void begins(String name);

    /** A part has begun but does not do its work yet. */
    void waits(String name, String why);

    /** A part does its work. */
    void ready(String name, String where);

    /** Anything else that a person should know. */
    void note(String text);
}
