import { expect, it } from 'vitest';
import { columnRoom } from '#components/table/column-room.ts';

const rest = 11 + 3.5; // the first column, and checkboxes with row actions

it('a table keeps room for its first column beside all the others', () => {
  const columns = [{}, { width: '14rem', hideOnNarrow: true }, { width: '10rem' }];
  expect(columnRoom(columns)).toEqual({ wide: rest + 24, narrow: rest + 10, scrolls: false });
});

it('a width in per cent counts as a share', () => {
  expect(columnRoom([{}, { width: '20%' }])).toMatchObject({ wide: rest + 8, narrow: rest + 8 });
});

it('a table that is wider than a small laptop without what narrow lists leave out scrolls there', () => {
  expect(columnRoom([{}, { width: '20rem' }, { width: '16rem' }])).toMatchObject({ scrolls: true });
});
