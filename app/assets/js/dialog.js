// The one dialog: its form serves deleting, confirming and giving an opinion; a button's data-* fill it.
import Modal from 'bootstrap/js/src/modal.js';
import { all, one } from './dom.js';
import { ticked } from './list.js';

const dialog = () => one('#action-dialog');

// Either the ticked rows of the list or the one row of the button.
const boxesOf = (button) => ticked(button.closest('[data-list]'), button.dataset.verb);

function rowsOf(button) {
  if (button.dataset.batch === undefined) return button.dataset.row ? [button.dataset.row] : [];
  return boxesOf(button).map((box) => box.value);
}

// What the ticked rows add up to, e.g. people and hours; figures have two decimals at most.
function sumsOf(button) {
  const labels = button.closest('[data-totals]')?.dataset.totals.split('|') || [];
  if (button.dataset.batch === undefined || !labels.length) return '';
  const rows = boxesOf(button).map((box) => box.dataset.totals.split('|').map(Number));
  const sum = (column) => Math.round(rows.reduce((all, row) => all + row[column], 0) * 100) / 100;
  return labels.map((label, column) => `${label}: ${sum(column)}`).join(' · ');
}

function fillRows(form, rows) {
  all('input[name=rowid]', form).forEach((field) => field.remove());
  for (const value of rows) {
    const field = document.createElement('input');
    Object.assign(field, { type: 'hidden', name: 'rowid', value });
    form.append(field);
  }
}

function fillOpinion(box, need) {
  const field = one('textarea', box);
  box.hidden = !need;
  field.disabled = !need;
  field.required = need === 'required';
  one('[data-required]', box).hidden = need !== 'required';
  one('[data-phrases]', box).hidden = need !== 'required';
}

function fill(button, rows) {
  const { url, title, text, tone = 'primary', opinion } = button.dataset;
  const form = one('form', dialog());
  form.reset();
  form.classList.remove('was-validated');
  form.action = url;
  fillRows(form, rows);
  one('[data-title]', form).textContent = title;
  one('[data-text]', form).textContent = (text || '').replace('%(n)s', rows.length);
  one('[data-sums]', form).textContent = sumsOf(button);
  fillOpinion(one('[data-opinion-box]', form), opinion);
  const ok = one('[data-ok]', form);
  ok.className = `btn btn-${tone === 'danger' ? 'danger' : 'primary'}`;
  ok.textContent = title;
  ok.disabled = false;
}

function open(button) {
  fill(button, rowsOf(button));
  const focus = button.dataset.opinion ? 'textarea' : '[data-ok]';
  dialog().addEventListener('shown.bs.modal', () => one(focus, dialog()).focus(), { once: true });
  dialog().addEventListener('hidden.bs.modal', () => button.focus(), { once: true });
  Modal.getOrCreateInstance(dialog()).show(button);
}

document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-open-dialog]');
  if (opener) open(opener);
  const phrase = event.target.closest('[data-phrase]');
  if (!phrase) return;
  const field = one('textarea', dialog());
  field.value = (field.value ? `${field.value.trim()}\n` : '') + phrase.textContent.trim();
  field.focus();
});
