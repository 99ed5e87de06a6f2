// The one dialog: its form serves deleting, confirming, choosing, granting and giving an opinion; a button's data-* fill it.
import Modal from 'bootstrap/js/src/modal.js';
import { refusal } from './answer.js';
import { fillChoice } from './choice.js';
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

function needOpinion(box, need) {
  const field = one('textarea', box);
  box.hidden = !need;
  field.disabled = !need;
  field.required = need === 'required';
  one('[data-required]', box).hidden = need !== 'required';
  one('[data-phrases]', box).hidden = need !== 'required';
}

function fillGranted(box, value, word) {
  const field = one('input', box);
  box.hidden = value === undefined;
  field.disabled = value === undefined;
  field.value = value ?? '';
  for (const text of all('[data-hours]', box)) {
    text.dataset.hours ||= text.textContent;
    text.textContent = text.dataset.hours.replace('%(hours)s', word || '');
  }
}

// Full-width digits, as an input method gives them, are the same number.
const sameHours = (typed, offered) => Number(typed.normalize('NFKC')) === Number(offered);

function fill(button, rows) {
  const { url, title, text, tone = 'primary', opinion, granted, word } = button.dataset;
  const form = one('form', dialog());
  form.reset();
  form.classList.remove('was-validated');
  form.action = url;
  refusal(form, '');
  fillRows(form, rows);
  one('[data-title]', form).textContent = title;
  one('[data-text]', form).textContent = (text || '').replace('%(n)s', rows.length);
  one('[data-sums]', form).textContent = sumsOf(button);
  fillChoice(one('[data-choice-box]', form), button.dataset);
  fillGranted(one('[data-granted-box]', form), granted, word);
  needOpinion(one('[data-opinion-box]', form), opinion);
  const ok = one('[data-ok]', form);
  ok.className = `btn btn-${tone === 'danger' ? 'danger' : 'primary'}`;
  ok.textContent = title;
  ok.disabled = false;
  one('[data-granted-box] input', form).oninput = (event) => {
    const differs = !sameHours(event.target.value, granted);
    needOpinion(one('[data-opinion-box]', form), differs ? 'required' : opinion);
  };
}

function firstField(button) {
  if (button.dataset.choices) return '[data-choice-text]';
  if (button.dataset.granted) return '[name=granted]';
  return button.dataset.opinion ? 'textarea' : '[data-ok]';
}

function open(button) {
  fill(button, rowsOf(button));
  dialog().addEventListener('shown.bs.modal', () => one(firstField(button), dialog()).focus(), { once: true });
  dialog().addEventListener('hidden.bs.modal', () => button.focus(), { once: true });
  Modal.getOrCreateInstance(dialog()).show(button);
}

document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-open-dialog]');
  if (opener) open(opener);
  const phrase = event.target.closest('[data-phrase]');
  if (!phrase) return;
  const field = one('textarea', phrase.closest('form'));
  field.value = (field.value ? `${field.value.trim()}\n` : '') + phrase.textContent.trim();
  field.focus();
});
