import type { Db } from './client.ts';

/** Something that there is once for each pool of connections, made when it is first asked for. */
export function perPool<T extends object>(make: (db: Db) => T): (db: Db) => T {
  const made = new WeakMap<Db, T>();
  return (db) => {
    const one = made.get(db) ?? make(db);
    made.set(db, one);
    return one;
  };
}
