/** The outcome of something that is expected to fail at times: no exception, the reason is part of the answer. */
export type Result<T, R = string> = { ok: true; value: T } | { ok: false; reason: R };
