import { z } from 'zod';

/** A body whose fields the verb checks, because they depend on the model named in the path. */
export const jsonObject = z.record(z.string(), z.unknown(), 'Send a JSON object.');
