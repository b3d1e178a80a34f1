/**
 * Moves the focus from row to row of a table by its links (one in each row), so that the browser's own Enter opens the
 * row and a screen reader follows. Returns the row's tutor, undefined where there is none.
 */
export function moveRowFocus(root: HTMLElement, step: 1 | -1): string | undefined {
  const rows = [...root.querySelectorAll<HTMLElement>('tr[data-tutor]')];
  const current = rows.findIndex((row) => row.contains(document.activeElement));
  // With no row in focus, go on from the one whose panel is open.
  const from = current >= 0 ? current : rows.findIndex((row) => row.classList.contains('open'));
  const row = rows[from < 0 ? 0 : Math.min(Math.max(from + step, 0), rows.length - 1)];
  row?.querySelector<HTMLElement>('a.name')?.focus();
  row?.scrollIntoView({ block: 'nearest' });
  return row?.dataset['tutor'];
}

/** The tutor of the row that holds the focus. */
export function focusedRow(root: HTMLElement): string | undefined {
  const row = document.activeElement?.closest<HTMLElement>('tr[data-tutor]');
  return row && root.contains(row) ? row.dataset['tutor'] : undefined;
}

/** Puts the focus back on a tutor's row; where the row is gone, on the first one. */
export function focusRow(root: HTMLElement, tutorId: string): void {
  const rows = [...root.querySelectorAll<HTMLElement>('tr[data-tutor]')];
  const row = rows.find(({ dataset }) => dataset['tutor'] === tutorId) ?? rows[0];
  row?.querySelector<HTMLElement>('a.name')?.focus();
}
