// The form of a claim: hours and the standard follow what is typed, fields that the type does not use go away, and
// a photo that nobody could open is refused before it travels.
import { all, one } from './dom.js';

const PAUSE = 300;
let timer;
let asked = new AbortController();
let proposed = '';

const form = () => one('[data-claim]');

// ---- files --------------------------------------------------------------------------------------------------------

const isHeic = (file) => /\.(heic|heif)$/i.test(file.name) || /^image\/hei[cf]/.test(file.type);

function complain(field, text) {
  one('[data-file-problem]', field.parentNode)?.remove();
  field.toggleAttribute('aria-invalid', false);
  if (!text) return;
  const line = document.createElement('div');
  line.className = 'err';
  line.setAttribute('role', 'alert');
  line.dataset.fileProblem = '';
  line.textContent = text;
  field.after(line);
  field.setAttribute('aria-invalid', 'true');
}

// What can't be kept is taken out again at once; the other fields are untouched.
function checkFiles(field) {
  const { heic, large, limit } = form().dataset;
  const files = [...field.files];
  const bad = files.find((file) => isHeic(file) || file.size > Number(limit));
  if (bad) field.value = '';
  complain(field, bad && (isHeic(bad) ? heic : large).replace('%(name)s', bad.name));
}

async function sumOf(file) {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

// Only in secure contexts; elsewhere the saved claim's page finds the same file.
async function sums() {
  const files = [...(one('[type=file]', form())?.files || [])];
  return window.crypto?.subtle ? Promise.all(files.map(sumOf)) : [];
}

// ---- what the server tells ----------------------------------------------------------------------------------------

function fillHours(told) {
  const field = one('[name=requested]', form());
  const untouched = !field.value || field.value === proposed;
  if (told.hasAttribute('data-fills')) field.value = told.dataset.hours;
  else if (untouched) field.value = told.dataset.hours;
  field.readOnly = told.hasAttribute('data-fills');
  proposed = told.dataset.hours;
}

function fit(told) {
  const single = told.hasAttribute('data-single');
  one('[data-first]', form()).hidden = single;
  const last = one('[data-last]', form());
  last.classList.toggle('alone', single);
  one('[name=ends_half]', last).closest('.fld').hidden = single;
  one('label', last).firstChild.textContent = single ? last.dataset.award : last.dataset.span;
  const reason = one('[data-reason-box]', form());
  reason.hidden = !told.hasAttribute('data-reason') && !one('input', reason).value && !one('.err', reason);
}

function show(told) {
  for (const part of all('[data-part]', told)) {
    const place = one(`[data-part=${part.dataset.part}]`, form());
    if (place.innerHTML.trim() !== part.innerHTML.trim()) place.replaceChildren(...part.childNodes);
  }
  fillHours(told);
  fit(told);
}

function forget() {
  clearTimeout(timer);
  asked.abort();
}

async function look() {
  asked = new AbortController();
  const { signal } = asked;
  const body = new FormData(form());
  body.delete('attachments');
  for (const sum of await sums()) body.append('_sum', sum);
  const answer = await fetch(form().dataset.claim, { method: 'POST', body, signal });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const told = one('[data-sketch]', page);
  if (told) show(document.adoptNode(told));
}

function later(pause) {
  forget();
  timer = setTimeout(() => look().catch(() => {}), pause);
}

document.addEventListener('input', (event) => {
  if (event.target.closest('[data-claim]') && event.target.type !== 'file') later(PAUSE);
});

document.addEventListener('change', (event) => {
  if (!event.target.closest('[data-claim]')) return;
  if (event.target.type === 'file') checkFiles(event.target);
  later(0);
});

// What is being saved is no longer asked about.
document.addEventListener('submit', (event) => {
  if (event.target.matches('[data-claim]')) forget();
});

document.addEventListener('DOMContentLoaded', () => {
  if (form() && one('[name=type]', form()).value) later(0);
});
