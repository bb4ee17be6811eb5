import { Socket } from 'node:net';
import { type ClockFace, runTime } from './run-clock.ts';

/**
 * Loaded by a worker before everything else: its clock and its timers then are those of the run. The product knows
 * nothing of it. A message `{ offset }` of the parent moves the clock; timers do not notice, as when an administrator
 * sets the time.
 */
const face: ClockFace = JSON.parse(process.env.FAULTS_CLOCK ?? '{}');
const machineNow = Date.now;
const now = () => runTime(face, machineNow());

process.on('message', (message: { offset?: number }) => {
  if (message.offset !== undefined) face.offset = message.offset;
});

globalThis.Date = new Proxy(Date, {
  construct: (original, args, target) => Reflect.construct(original, args.length > 0 ? args : [now()], target),
  get: (original, key) => (key === 'now' ? now : Reflect.get(original, key)),
});

function hurry<T extends typeof setTimeout | typeof setInterval>(timer: T): T {
  return new Proxy(timer, {
    apply: (original, self, [act, ms, ...rest]) =>
      Reflect.apply(original, self, [act, (ms ?? 0) / face.speed, ...rest]),
  });
}

globalThis.setTimeout = hurry(setTimeout);
globalThis.setInterval = hurry(setInterval);

const patience = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (ms) => patience(Math.ceil(ms / face.speed));

const { setTimeout: socketTimeout } = Socket.prototype;
Socket.prototype.setTimeout = function (ms, act) {
  return socketTimeout.call(this, Math.ceil(ms / face.speed), act);
};
