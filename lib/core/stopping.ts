const key = Symbol.for('perfectwork-mail.stopping');
const shared = globalThis as typeof globalThis & { [key]?: AbortController };

/**
 * Aborted when this process begins to stop. Streams that never end by themselves (the browser's events) end then;
 * otherwise the web server would wait for them. Kept on globalThis, because a bundler gives its code another copy of
 * this module than the process has.
 */
export function stoppingSignal(): AbortSignal {
  return controller().signal;
}

/** Says that this process begins to stop. */
export function announceStopping(): void {
  controller().abort();
}

function controller(): AbortController {
  shared[key] ??= new AbortController();
  return shared[key];
}
