// The dialog posts what was typed into it without leaving the page: a refusal is said in it, and nothing is lost.
import { one } from './dom.js';

export function refusal(form, text, field) {
  const box = one('[data-refusal]', form);
  box.hidden = !text;
  box.textContent = text;
  const input = field && one(`[name="${CSS.escape(field)}"]:enabled, [data-field="${CSS.escape(field)}"]:enabled`, form);
  if (!input) return;
  input.setAttribute('aria-invalid', 'true');
  input.focus();
}

// Posting natively shows the answer as a page of its own: the way back to the identity that a form was opened under.
const OWN_PAGE = 409;

async function post(form) {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: 'POST', body, headers: { 'X-Stays': '1' }, redirect: 'manual' });
  if (answer.type === 'opaqueredirect') return { next: form.elements.next.value || window.location.href };
  if (answer.headers.get('Content-Type')?.startsWith('application/json')) return answer.json();
  return { status: answer.status };
}

async function send(form) {
  let said = {};
  try {
    said = await post(form);
  } catch {
    /* no connection: everything is still there */
  }
  if (said.status === OWN_PAGE) form.submit();
  else if (said.next) window.location.assign(said.next);
  else refusal(form, said.message || form.dataset.failed, said.field);
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
