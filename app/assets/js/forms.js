// Forms: browser-side checks of the dialog, no double submit, a warning before typed text is lost.
import { all, one } from './dom.js';

let dirty = false;

// The server filters on what it gets: leave out empty fields, which also keeps the address short.
export function isBlankFilter(name, value) {
  return !value && !name.startsWith('_');
}

function refuseInvalid(form, event) {
  if (!form.matches('[data-validate]') || form.checkValidity()) return false;
  event.preventDefault();
  form.classList.add('was-validated');
  one(':invalid', form)?.focus();
  return true;
}

function disableBlankFilters(form) {
  for (const field of all('input,select', form)) {
    if (field.name && isBlankFilter(field.name, field.value)) field.disabled = true;
  }
}

document.addEventListener(
  'submit',
  (event) => {
    const form = event.target;
    if (refuseInvalid(form, event)) return;
    dirty = false;
    if (form.matches('[data-filter]')) disableBlankFilters(form);
    if (form.method !== 'post') return;
    const button = event.submitter || one('[type=submit]', form);
    // After this event, or the button's own name and value would not be sent.
    if (button) setTimeout(() => { button.disabled = true; });
  },
  true,
);

document.addEventListener('input', (event) => {
  const field = event.target;
  if (field.getAttribute('aria-invalid') === 'true') field.removeAttribute('aria-invalid');
  if (field.closest('[data-guard-changes]')) dirty = true;
});

document.addEventListener('click', (event) => {
  const more = event.target.closest('[data-filter-more]');
  if (more) more.setAttribute('aria-expanded', more.closest('form').classList.toggle('open'));
});

window.addEventListener('beforeunload', (event) => {
  if (dirty) event.preventDefault();
});

// Coming back with the browser's button shows the page as it was left: with disabled fields.
window.addEventListener('pageshow', () => {
  all('[data-filter] [disabled]').forEach((field) => { field.disabled = false; });
  all('form [type=submit][disabled]').forEach((button) => { button.disabled = false; });
});

// A form that comes back with errors puts the cursor on the first of them.
document.addEventListener('DOMContentLoaded', () => one('[data-guard-changes] [aria-invalid=true]')?.focus());
