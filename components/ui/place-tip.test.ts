import { expect, test } from 'vitest';

import { placeTip } from './place-tip';

const view = { width: 1000, height: 600 };
const tip = { width: 100, height: 20 };
const anchorAt = (left: number, top: number) => ({ left, top, width: 30, height: 30 });

test('stands centred on the wanted side', () => {
  expect(placeTip(anchorAt(500, 300), tip, view, 'bottom')).toEqual({ left: 465, top: 336 });
  expect(placeTip(anchorAt(500, 300), tip, view, 'top')).toEqual({ left: 465, top: 274 });
  expect(placeTip(anchorAt(10, 300), tip, view, 'right')).toEqual({ left: 46, top: 305 });
});

test('takes the other side where the window ends', () => {
  expect(placeTip(anchorAt(500, 565), tip, view, 'bottom').top).toBe(539);
  expect(placeTip(anchorAt(500, 2), tip, view, 'top').top).toBe(38);
});

test('never leaves the window sideways', () => {
  expect(placeTip(anchorAt(2, 300), tip, view, 'bottom').left).toBe(6);
  expect(placeTip(anchorAt(980, 300), tip, view, 'bottom').left).toBe(894);
});
