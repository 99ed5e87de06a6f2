// Choosing a row of elsewhere in the dialog: looked up when asked to, because each look-up is counted.
import { one, strings } from './dom.js';
import { post } from './posting.js';

const node = (tag, more = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), more);
  made.append(...children);
  return made;
};

function row({ value, cells, on }, number) {
  const id = `choice-${number}`;
  const looks = { type: 'radio', className: 'form-check-input' };
  const pick = node('input', { ...looks, name: 'chosen', id, value, checked: on });
  const [first, ...rest] = cells.map((text) => document.createTextNode(text));
  const name = node('td', {}, node('label', { htmlFor: id }, first));
  return node('tr', {}, node('td', {}, pick), name, ...rest.map((text) => node('td', {}, text)));
}

function table(heads, rows) {
  const head = node('tr', {}, node('td'), ...heads.map((text) => node('th', { scope: 'col' }, text)));
  return node('table', { className: 'table' }, node('thead', {}, head), node('tbody', {}, ...rows.map(row)));
}

const line = (text) => node('p', { className: 'text-muted' }, text);

async function ask(box) {
  const form = box.closest('form');
  const body = new URLSearchParams();
  for (const name of ['csrf_token', '_identity', 'q', 'narrow']) body.append(name, form.elements[name].value);
  return (await post(box.dataset.url, body)).json();
}

async function look(box) {
  if (!one('[data-choice-text]', box).value.trim()) {
    open(box);
    return;
  }
  const place = one('[data-choice-rows]', box);
  let found = { message: strings().failed };
  try {
    found = await ask(box);
  } catch {
    /* no connection, or signed out */
  }
  if (found.message) place.replaceChildren(line(found.message));
  else place.replaceChildren(found.rows.length ? table(found.heads, found.rows) : line(strings().none));
}

// What the dialog says before anything is looked up: its notes, the regions, and a row that is offered at once.
async function open(box) {
  const { url } = box.dataset;
  let found;
  try {
    found = await ask(box);
  } catch {
    return; // no connection, or signed out: the search says so
  }
  if (found.message || box.dataset.url !== url) return;
  const notes = one('[data-choice-notes]', box);
  notes.replaceChildren(...found.notes.map((text) => node('li', {}, text)));
  notes.hidden = !found.notes.length;
  one('[data-choice-hint]', box).hidden = !notes.hidden;
  const narrow = one('[data-choice-narrow]', box);
  const kept = narrow.value;
  narrow.replaceChildren(narrow.options[0], ...found.narrowed.map(([value, text]) => node('option', { value }, text)));
  narrow.value = kept;
  narrow.hidden = !found.narrowed.length;
  const adds = one('[data-choice-adds]', box);
  adds.hidden = !found.adds;
  if (found.adds) Object.assign(adds, { href: found.adds.url, textContent: found.adds.label });
  const place = one('[data-choice-rows]', box);
  if (found.rows.length && !place.childElementCount) place.replaceChildren(table(found.heads, found.rows));
}

export function fillChoice(box, { choices, choiceLabel, choiceHint, choiceNarrows }) {
  box.hidden = !choices;
  box.disabled = !choices;
  box.dataset.url = choices || '';
  one('[data-choice-rows]', box).replaceChildren();
  if (!choices) return;
  one('[data-choice-label]', box).textContent = choiceLabel;
  one('[data-choice-hint]', box).textContent = choiceHint;
  one('[data-choice-text]', box).setAttribute('aria-label', choiceLabel);
  const narrow = one('[data-choice-narrow]', box);
  narrow.hidden = true;
  narrow.options[0].textContent = choiceNarrows;
  narrow.setAttribute('aria-label', choiceNarrows);
  one('[data-choice-hint]', box).hidden = false;
  one('[data-choice-notes]', box).hidden = true;
  one('[data-choice-adds]', box).hidden = true;
  open(box);
}

document.addEventListener('click', (event) => {
  const go = event.target.closest('[data-choice-go]');
  if (go) look(go.closest('[data-choice-box]'));
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing || !event.target.matches('[data-choice-text], [data-choice-narrow]')) return;
  event.preventDefault();
  look(event.target.closest('[data-choice-box]'));
});
