import './patch-time.ts';

// The product's own worker process, on the time of the run.
await import('#lib/process/worker.ts');
process.send?.('ready');
