// A form with files posts by itself. No page can be given the files that were chosen on another one, so where something
// has to be changed the form of the answer takes the place of this one and gets its files.
import { all, one, strings } from './dom.js';
import { OWN_PAGE, isJson, post } from './posting.js';

const FORM = 'form[data-guard-changes]';
let enhance = () => {};

const hasFiles = (form) => all('[type=file]', form).some((field) => field.files.length);

// Files of which one was refused are chosen again.
function handOver(form, fresh) {
  for (const field of all('[type=file]', form)) {
    const twin = one(`[type=file][name="${CSS.escape(field.name)}"]:not([aria-invalid])`, fresh);
    if (!twin) continue;
    twin.files = field.files;
    one('[data-choose-again]', twin.parentNode)?.remove();
  }
}

function putInPlace(form, fresh) {
  handOver(form, fresh);
  form.replaceWith(document.adoptNode(fresh));
  enhance(fresh);
  one('[role=alert]', fresh)?.scrollIntoView({ block: 'center' });
  one('[aria-invalid=true]', fresh)?.focus();
}

function complain(form, text) {
  const said = one('[data-not-sent]', form) || document.createElement('div');
  said.className = 'alert alert-danger whole';
  said.setAttribute('role', 'alert');
  said.dataset.notSent = '';
  said.textContent = text || strings().failed;
  form.prepend(said);
  said.scrollIntoView({ block: 'center' });
}

const REFUSED = 422;

async function answered(form) {
  const answer = await post(form.action, new FormData(form));
  if (isJson(answer)) return answer.json();
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (answer.status === REFUSED) return { form: one(FORM, page) };
  return { problem: answer.status !== OWN_PAGE && one('.error-page p', page)?.textContent };
}

function stay(form, problem) {
  form.removeAttribute('aria-busy');
  one('[type=submit]', form).disabled = false;
  complain(form, problem);
}

async function send(form) {
  let said;
  form.setAttribute('aria-busy', 'true');
  try {
    said = await answered(form);
  } catch {
    stay(form); // no connection: everything is still there
    return;
  }
  if (said.next) window.location.assign(said.next);
  else if (said.form) putInPlace(form, said.form);
  else if (said.problem) stay(form, said.problem);
  else form.submit(); // the answer is a page of its own
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches(FORM) || !hasFiles(form)) return;
  event.preventDefault();
  send(form);
});

export function onAnswer(use) {
  enhance = use;
}
