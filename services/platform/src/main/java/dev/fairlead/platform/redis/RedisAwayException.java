package dev.fairlead.platform.redis;

/** Redis did not answer, or not in time. Says nothing about whether it carried out the command. */
public final class RedisAwayException extends RuntimeException {

    /** Without a stack trace: it is thrown for every request while Redis is away. */
    @SuppressWarnings("StaticAssignmentOfThrowable") // has no stack trace and cannot be suppressed into
    public static final RedisAwayException INSTANCE = new RedisAwayException();

    private RedisAwayException() {
        super("Redis does not answer", null, false, false);
    }
}
