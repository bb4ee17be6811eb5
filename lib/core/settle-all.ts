/**
 * Waits until all have come to an end, also where one fails: nothing goes on behind the back of who waits.
 * @throws the error of the one that failed first
 */
export async function settleAll<T>(works: Promise<T>[]): Promise<T[]> {
  const errors: unknown[] = [];
  const results: T[] = [];
  const settled = works.map(async (work, index) => {
    try {
      results[index] = await work;
    } catch (error) {
      errors.push(error);
    }
  });
  await Promise.all(settled);
  if (errors.length > 0) throw errors[0];
  return results;
}
