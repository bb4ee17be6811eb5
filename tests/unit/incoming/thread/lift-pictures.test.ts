import { expect, test } from 'vitest';
import { liftPictures } from '#lib/mail/incoming/thread/lift-pictures.ts';

const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const shown = (base64: string, type = 'gif') => `<img src="data:image/${type};base64,${base64}">`;

test('a picture in the whole text and in the visible part is one file', () => {
  const { texts, pictures } = liftPictures<string | null>([`<p>Look</p>${shown(gif)}`, shown(gif)]);
  expect(pictures).toMatchObject([{ filename: 'image0.gif', contentType: 'image/gif' }]);
  expect(texts[0]).toBe(`<p>Look</p>${texts[1]}`);
  expect(texts[1]).toBe(`<img src="cid:${pictures[0]?.contentId}">`);
});

test('several pictures are numbered in their order', () => {
  const { pictures } = liftPictures([shown(gif), shown('AAAA', 'jpeg')]);
  expect(pictures.map(({ filename }) => filename)).toEqual(['image0.gif', 'image1.jpg']);
});

test('what is no picture stays: a script, a drawing that may carry one, a text without any', () => {
  const given = [shown(gif, 'svg+xml'), '<a href="data:text/html;base64,AAAA">x</a>', null];
  expect(liftPictures<string | null>(given)).toEqual({ texts: given, pictures: [] });
});

test('a text with a thousand pictures keeps what is too much', () => {
  const many = Array.from({ length: 1000 }, (_, n) => shown(Buffer.from(String(n)).toString('base64'))).join('');
  const { texts, pictures } = liftPictures([many]);
  expect(pictures).toHaveLength(200);
  expect(texts[0]?.match(/data:/g)).toHaveLength(800);
});
