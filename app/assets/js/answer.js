// The dialog posts what was typed into it without leaving the page: a refusal is said in it, and nothing is lost.
import { one, strings } from './dom.js';
import { OWN_PAGE, isJson, post } from './posting.js';

export function refusal(form, text, field) {
  const box = one('[data-refusal]', form);
  box.hidden = !text;
  box.textContent = text;
  const input = field && one(`[name="${CSS.escape(field)}"]:enabled, [data-field="${CSS.escape(field)}"]:enabled`, form);
  if (!input) return;
  input.setAttribute('aria-invalid', 'true');
  input.focus();
}

async function answered(form) {
  const answer = await post(form.action, new URLSearchParams(new FormData(form)));
  if (answer.type === 'opaqueredirect') return { next: form.elements.next.value || window.location.href };
  return isJson(answer) ? answer.json() : { status: answer.status };
}

async function send(form) {
  let said = {};
  try {
    said = await answered(form);
  } catch {
    /* no connection: everything is still there */
  }
  if (said.status === OWN_PAGE) form.submit();
  else if (said.next) window.location.assign(said.next);
  else refusal(form, said.message || strings().failed, said.field);
  if (!said.next) one('[data-ok]', form).disabled = false;
}

const typedInto = (form) => one('textarea:enabled, [name=granted]:enabled, [data-choice-box]:enabled', form);

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches('#action-dialog form') || !typedInto(form)) return;
  event.preventDefault();
  refusal(form, '');
  send(form);
});

document.addEventListener('input', (event) => {
  if (event.target.closest('#action-dialog')) event.target.removeAttribute('aria-invalid');
});
