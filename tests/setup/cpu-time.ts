/**
 * What some work costs this process, in milliseconds of CPU: a busy machine makes no work longer by this clock.
 */
export async function cpuTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
