// Lists: ticking rows, the batch bar with what the ticked rows allow, and the choice of columns.
import { all, memory, one } from './dom.js';

export const tickable = (list) => all('input[name=rowid]', list);

// An operation counts only the ticked rows that allow it.
export function ticked(list, verb) {
  return tickable(list).filter((box) => box.checked && box.dataset.verbs.split(' ').includes(verb));
}

function showSelection(list) {
  const boxes = tickable(list);
  const on = boxes.filter((box) => box.checked);
  boxes.forEach((box) => box.closest('tr, [data-tick-row]').classList.toggle('is-selected', box.checked));
  const every = one('[data-check-all]', list);
  if (every) {
    every.checked = on.length > 0 && on.length === boxes.length;
    every.indeterminate = on.length > 0 && on.length < boxes.length;
  }
  showBatchBar(list, on.length);
}

function showBatchBar(list, count) {
  const bar = one('[data-batch-bar]', list);
  if (!bar) return;
  bar.hidden = count === 0;
  one('[data-count]', bar).textContent = count;
  for (const button of all('[data-open-dialog]', bar)) {
    const fits = ticked(list, button.dataset.verb).length;
    button.disabled = fits === 0;
    one('[data-fits]', button).textContent = fits && fits !== count ? `(${fits})` : '';
  }
}

function wireSelection(list) {
  const tick = (value) => {
    tickable(list).forEach((box) => { box.checked = value; });
    showSelection(list);
  };
  list.addEventListener('change', (event) => {
    if (event.target.matches('[data-check-all]')) tick(event.target.checked);
    else if (event.target.name === 'rowid') showSelection(list);
  });
  one('[data-batch-clear]', list)?.addEventListener('click', () => tick(false));
  showSelection(list);
}

function wireColumns(list) {
  const key = `columns:${list.dataset.list}`;
  const hidden = new Set(memory.get(key) || []);
  const apply = () => all('[data-col]', list).forEach((cell) => { cell.hidden = hidden.has(cell.dataset.col); });
  for (const box of all('[data-col-toggle]', list)) {
    box.checked = !hidden.has(box.value);
    box.addEventListener('change', () => {
      hidden[box.checked ? 'delete' : 'add'](box.value);
      memory.set(key, [...hidden]);
      apply();
    });
  }
  apply();
}

export function enhanceLists(root) {
  for (const list of all('[data-list]:not([data-ready])', root)) {
    list.dataset.ready = '1';
    wireSelection(list);
    wireColumns(list);
  }
}
