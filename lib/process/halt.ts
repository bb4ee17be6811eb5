/** npm passes a Ctrl-C on that the terminal has sent to us as well: that is one wish, not two. */
const sameWishMs = 400;

export interface Halt {
  /** Aborted when the product is to stop. */
  stop: AbortSignal;
  /** Aborted when it is to stop at once. */
  hurry: AbortSignal;
  /** Stops the product because of a fault; the first one counts. */
  fail(error: Error): void;
  fault(): Error | undefined;
}

/** Listens for the wish to stop: SIGINT, SIGTERM, SIGHUP; a second one hurries. */
export function listenForHalt(): Halt {
  const stop = new AbortController();
  const hurry = new AbortController();
  let fault: Error | undefined;
  let first = 0;
  const wish = () => {
    if (!stop.signal.aborted) {
      first = Date.now();
      stop.abort();
    } else if (Date.now() - first > sameWishMs) {
      hurry.abort();
    }
  };
  watchParent(wish);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, wish);
  const fail = (error: Error) => {
    fault ??= error;
    wish();
  };
  return { stop: stop.signal, hurry: hurry.signal, fail, fault: () => fault };
}

/** Started by npm, we end with npm: a kill -9 of it sends us no signal, but leaves us to another parent. */
function watchParent(gone: () => void): void {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, 200);
  timer.unref();
}
