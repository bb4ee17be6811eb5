import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBlob, streamBlob } from '#lib/blobs/read-blob.ts';
import { chunkSize } from '#lib/blobs/store.ts';
import { storeBlob } from '#lib/blobs/store-blob.ts';
import { sweepUploads } from '#lib/blobs/sweep-uploads.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
beforeAll(async () => {
  t = await openTestContext();
});
afterAll(() => t.close());

const hash = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');

async function* inPieces(data: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < data.length; at += length) yield data.subarray(at, at + length);
}

async function countChunks(like = '%'): Promise<number> {
  const result = await t.ctx.db.execute(`select count(*)::int as n from blob_chunk where sha256 like '${like}'`);
  return (result.rows[0] as { n: number }).n;
}

describe('bytes are kept once, whole, under their SHA-256', () => {
  const samples: [string, Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['a short text', Buffer.from('Grüße aus Lübeck')],
    ['exactly one chunk of noise', randomBytes(chunkSize)],
    ['one byte more than a chunk', randomBytes(chunkSize + 1)],
    ['a long text that packs well', Buffer.from('Kathmandu '.repeat(200_000))],
    ['noise of several chunks', randomBytes(chunkSize * 9 + 77)],
  ];
  for (const [what, data] of samples) {
    test(what, async () => {
      const whole = await storeBlob(t.ctx, data);
      const streamed = await storeBlob(t.ctx, inPieces(data, 70_001));
      expect(whole).toEqual({ sha256: hash(data), size: data.length });
      expect(streamed).toEqual(whole);
      expect(hash(await readBlob(t.ctx, whole.sha256))).toBe(whole.sha256);
      expect(await countChunks('upload:%')).toBe(0);
    });
  }

  test('text takes less room than it is long', async () => {
    const { sha256 } = await storeBlob(t.ctx, Buffer.from('The same words again. '.repeat(50_000)));
    expect(await countChunks(sha256)).toBe(1);
  });

  test('ten writers of the same content at once keep it once', async () => {
    const data = randomBytes(chunkSize * 3);
    const all = await Promise.all(Array.from({ length: 10 }, () => storeBlob(t.ctx, inPieces(data, 50_000))));
    expect(new Set(all.map((one) => one.sha256)).size).toBe(1);
    expect(await countChunks(hash(data))).toBe(3);
    expect(await countChunks('upload:%')).toBe(0);
    expect(hash(await readBlob(t.ctx, hash(data)))).toBe(hash(data));
  });

  test('a rolled back transaction leaves nothing', async () => {
    const data = randomBytes(chunkSize * 2);
    const attempt = inTransaction(t.ctx, async (ctx) => {
      await storeBlob(ctx, data);
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    await expect(readBlob(t.ctx, hash(data))).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a stream that breaks leaves nothing', async () => {
    async function* broken() {
      yield randomBytes(chunkSize * 2);
      throw new Error('connection lost');
    }
    await expect(storeBlob(t.ctx, broken())).rejects.toThrow('connection lost');
    expect(await countChunks('upload:%')).toBe(0);
  });

  test('content above the limit is refused and leaves nothing', async () => {
    const data = randomBytes(chunkSize * 2);
    await expect(storeBlob(t.ctx, inPieces(data, 10_000), 300_000)).rejects.toMatchObject({ code: 'too_large' });
    await expect(storeBlob(t.ctx, data, 300_000)).rejects.toMatchObject({ code: 'too_large' });
    expect(await countChunks('upload:%')).toBe(0);
  });

  test('reading may stop early', async () => {
    const { sha256 } = await storeBlob(t.ctx, Buffer.from('x'.repeat(chunkSize * 20)));
    for await (const piece of streamBlob(t.ctx, sha256)) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
  });

  test('uploads of a dead process are swept after a day', async () => {
    await t.ctx.db.execute(`insert into blob_chunk values ('upload:2020-01-01T00:00:00.000Z:00', 0, 'x')`);
    expect(await sweepUploads(t.ctx)).toBe(1);
  });
});
