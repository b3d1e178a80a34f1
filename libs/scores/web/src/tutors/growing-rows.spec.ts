import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { growingRows, rowsInWindow } from './growing-rows';

describe('growingRows', () => {
  it('draws what can be seen first, then the rest, and takes nothing away', async () => {
    const all = signal(Array.from({ length: 20 }, (_, index) => index));
    const rows = TestBed.runInInjectionContext(() => growingRows(all, 5));
    expect(rows()).toEqual([0, 1, 2, 3, 4]);
    for (let task = 0; task < 4; task += 1) {
      TestBed.tick();
      await new Promise((done) => setTimeout(done, 5));
    }
    expect(rows()).toEqual(all());
    all.update((values) => [...values].reverse());
    expect(rows()).toEqual(all());
  });

  it('fills a screen, and a telephone with its higher cards', () => {
    expect(rowsInWindow(1440, 900)).toBe(20);
    expect(rowsInWindow(360, 740)).toBe(6);
  });
});
