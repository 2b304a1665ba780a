package dev.fairlead.router.decision;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** What a prompt can be about. The set is closed: policies and operators' files name these. */
public enum Task {
    /** Code to write, change, explain or review. */
    PROGRAMMING,
    /** Something that fails, and why: stack traces, error messages, faulty code. */
    DEBUGGING,
    /** Databases, queries, tables, spreadsheets, figures to analyse. */
    DATA,
    MATHEMATICS,
    TRANSLATION,
    SUMMARIZATION,
    /** Facts to take out of a text, labels to give it. */
    EXTRACTION,
    CREATIVE_WRITING,
    MARKETING,
    /** Letters, essays, and texts to correct or to rephrase. */
    WRITING,
    /** Common knowledge; also what is taken for granted if nothing else is clear. */
    QUESTION_ANSWERING,
    /** Plans, decisions, riddles, logic. */
    REASONING,
    /** Conversation, with or without roles. */
    ROLEPLAY,
    LEGAL,
    MEDICAL,
    FINANCE,
    SCIENCE;

    /** All of them, in an order that stays. */
    static final List<Task> ALL = List.of(values());

    /** How all of them are written. */
    public static final Set<String> IDS = ALL.stream().map(Task::id).collect(Collectors.toUnmodifiableSet());

    private final String id = name().toLowerCase(Locale.ROOT);

    /** How it is written everywhere outside. */
    public String id() {
        return id;
    }

    /** The task of this name; null if there is none. */
    public static @Nullable Task of(String id) {
        for (Task task : ALL) {
            if (task.id.equals(id)) {
                return task;
            }
        }
        return null;
    }
}
