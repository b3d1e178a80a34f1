import { focusedRow, focusRow, moveRowFocus } from './row-focus';

describe('focus in rows', () => {
  let root: HTMLElement;
  beforeEach(() => {
    Element.prototype.scrollIntoView = () => undefined;
    const row = (id: string) => `<tr data-tutor="${id}"><td><a class="name" href="#${id}">${id}</a></td></tr>`;
    document.body.innerHTML = `<table><tbody>${['a', 'b', 'c'].map(row).join('')}</tbody></table>`;
    root = document.body;
  });

  it('goes down and up, and stays at the ends', () => {
    expect([1, 1, 1, 1, -1].map((step) => moveRowFocus(root, step as 1 | -1))).toEqual(['a', 'b', 'c', 'c', 'b']);
    expect(focusedRow(root)).toBe('b');
  });

  it('goes on from the row whose panel is open', () => {
    root.querySelector('[data-tutor=b]')?.classList.add('open');
    expect(moveRowFocus(root, 1)).toBe('c');
  });

  it('comes back to a row, or to the first where it is gone', () => {
    focusRow(root, 'c');
    expect(focusedRow(root)).toBe('c');
    focusRow(root, 'gone');
    expect(focusedRow(root)).toBe('a');
  });
});
