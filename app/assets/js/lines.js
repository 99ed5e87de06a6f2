// Rows inside a form: added, moved and removed without loading the page, and a preview that follows what is typed.
import { all, one } from './dom.js';
import { enhanceSelects } from './selects.js';

const PAUSE = 400;
const ATTRIBUTES = ['id', 'name', 'for', 'aria-describedby', 'aria-labelledby'];

const rowsOf = (box) => all('[data-line]', box);

function renumber(box) {
  const own = new RegExp(`(^|\\s)${box.dataset.lines}-(?:\\d+|__n__)-`, 'g');
  rowsOf(box).forEach((row, n) => {
    for (const element of [row, ...all('*', row)]) {
      for (const name of ATTRIBUTES) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replace(own, `$1${box.dataset.lines}-${n}-`));
      }
    }
    one('[data-line-number]', row).textContent = n + 1;
    for (const button of all('[data-line-do]', row)) button.value = `${button.dataset.lineDo}:${n}`;
  });
  const rows = rowsOf(box).length;
  one('[data-line-empty]', box).hidden = rows > 0;
  one('[data-line-do=add]', box).disabled = rows >= Number(box.dataset.most);
}

const ACTS = {
  add(box) {
    const row = one('template', box).content.firstElementChild.cloneNode(true);
    one('[data-line-rows]', box).append(row);
    return row;
  },
  remove(box, row) {
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    return next;
  },
  up(box, row) {
    row.previousElementSibling?.before(row);
    return row;
  },
  down(box, row) {
    row.nextElementSibling?.after(row);
    return row;
  },
};

function act(button) {
  const box = button.closest('[data-lines]');
  const todo = button.dataset.lineDo;
  const row = ACTS[todo](box, button.closest('[data-line]'));
  renumber(box);
  if (row) enhanceSelects(row);
  const target = todo === 'add' || todo === 'remove' ? row && one('input,select', row) : button;
  (target || one('[data-line-do=add]', box)).focus();
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

// Fields that only one choice needs: `data-when="who=ancestor"` on the field's box.
function showFitting(row) {
  for (const box of all('[data-when]', row)) {
    const [name, wanted] = box.dataset.when.split('=');
    box.hidden = one(`[name$="-${name}"]`, row)?.value !== wanted;
  }
}

async function look(form) {
  const body = new FormData(form);
  body.set('_line', 'look');
  const answer = await fetch(window.location.href, { method: 'POST', body });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = one('[data-preview]', page);
  if (fresh) one('[data-preview]', form).replaceWith(document.adoptNode(fresh));
}

let waiting = 0;

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-line-do]');
  if (!button) return;
  event.preventDefault();
  act(button);
});

document.addEventListener('input', (event) => {
  const form = event.target.closest('form');
  if (!form || !one('[data-preview]', form)) return;
  rowsOf(form).forEach(showFitting);
  clearTimeout(waiting);
  waiting = setTimeout(() => look(form).catch(() => {}), PAUSE);
});

document.addEventListener('DOMContentLoaded', () => rowsOf(document).forEach(showFitting));
