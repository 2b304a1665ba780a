package dev.fairlead.bench;

/**
 * One measurement of CPU.
 *
 * @param load the requests
 * @param processorMicros what the proxy has used of the processors
 * @param redisMicros what Redis has used
 */
record Window(LoadResult load, long processorMicros, long redisMicros) {

    /** Microseconds of the proxy per request. */
    double perRequest() {
        return (double) processorMicros / load.requests();
    }

    /** Microseconds of Redis per request. */
    double redisPerRequest() {
        return (double) redisMicros / load.requests();
    }
}
