// Light or dark, remembered in a cookie so that the server renders the page in the right one at once.
import { one } from './dom.js';

const YEAR = 31536000;

document.addEventListener('click', (event) => {
  if (!event.target.closest('[data-theme-toggle]')) return;
  const root = document.documentElement;
  const theme = root.dataset.bsTheme === 'dark' ? 'light' : 'dark';
  root.dataset.bsTheme = theme;
  document.cookie = `theme=${theme};path=/;max-age=${YEAR};samesite=lax`;
});

document.addEventListener('click', (event) => {
  if (event.target.closest('[data-print]')) window.print();
});

// A link that opens the menu on a phone keeps its state; the search field takes the focus with "/".
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.closest('input,textarea,select')) return;
  const field = one('[data-filter] input:not([type=hidden])');
  if (!field) return;
  event.preventDefault();
  field.focus();
});
