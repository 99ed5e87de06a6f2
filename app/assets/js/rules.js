// The editor of rules: fields that fit the kind, rows added and removed, and the worked example kept up to date.
import { all, one } from './dom.js';

const WAIT = 400;
const form = () => one('[data-rules]');
let timer;
let asked = 0;

function page(id) {
  const block = one(`#${id}`);
  return block ? JSON.parse(block.textContent) : {};
}

function clear(field) {
  if (field) field.value = '';
}

// What a kind does not use is emptied too: the server refuses rules that say more than they mean.
function fit(rule) {
  const kind = one('[name$="-kind"]', rule).value;
  const uses = page('rule-kinds')[kind] || [];
  for (const box of all('[data-field]', rule)) {
    box.hidden = !uses.includes(box.dataset.field);
    if (box.hidden) clear(one('input,select', box));
  }
  one('[data-says]', rule).textContent = page('rule-says')[kind] || '';
}

function addRule() {
  const rules = all('[data-rule]');
  const last = rules[rules.length - 1];
  const [, number] = one('[name$="-kind"]', last).name.match(/^rules-(\d+)-/);
  const fresh = last.cloneNode(true);
  for (const part of all('[id],[name],[for],[aria-describedby]', fresh)) {
    for (const name of ['id', 'name', 'for', 'aria-describedby']) {
      const value = part.getAttribute(name);
      if (value) part.setAttribute(name, value.split(`rules-${number}-`).join(`rules-${Number(number) + 1}-`));
    }
  }
  all('input,select', fresh).forEach(clear);
  all('.err', fresh).forEach((error) => error.remove());
  const legend = one('legend', fresh);
  legend.textContent = legend.textContent.replace(/\d+/, Number(number) + 2);
  last.after(fresh);
  fit(fresh);
  one('[name$="-kind"]', fresh).focus();
}

// A removed row stays, blank and hidden: blank rows say nothing, and the numbers of the others keep their order.
function removeRule(rule) {
  all('input,select', rule).forEach(clear);
  fit(rule);
  rule.hidden = true;
}

async function compute() {
  const mine = ++asked;
  const answer = await fetch(form().dataset.rules, { method: 'POST', body: new FormData(form()) });
  if (answer.ok && !answer.redirected && mine === asked) one('[data-example]').innerHTML = await answer.text();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(compute, WAIT);
}

document.addEventListener('input', (event) => {
  if (event.target.closest('[data-rules]')) later();
});

document.addEventListener('change', (event) => {
  if (!event.target.closest('[data-rules]')) return;
  if (event.target.name.endsWith('-kind')) fit(event.target.closest('[data-rule]'));
  later();
});

document.addEventListener('click', (event) => {
  if (event.target.closest('[data-add-rule]')) addRule();
  const remove = event.target.closest('[data-remove-rule]');
  if (!remove) return;
  removeRule(remove.closest('[data-rule]'));
  later();
});

document.addEventListener('DOMContentLoaded', () => {
  if (!form()) return;
  all('[data-rule]').forEach(fit);
  all('[data-add-rule],[data-remove-rule]').forEach((button) => { button.hidden = false; });
});
