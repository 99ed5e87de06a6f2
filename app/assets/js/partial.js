// htmx, used for one thing: the filter bar swaps the list without loading the page anew.
import htmx from 'htmx.org/dist/htmx.esm.js';
import { one } from './dom.js';
import { isBlankFilter } from './forms.js';

Object.assign(htmx.config, {
  includeIndicatorStyles: false, // our CSP forbids inline styles,
  allowEval: false, // eval,
  attributesToSettle: ['class'], // and style attributes
  selfRequestsOnly: true,
  historyCacheSize: 0, // personal data does not go into the browser's storage
  refreshOnHistoryMiss: true,
});

document.addEventListener('htmx:configRequest', (event) => {
  const data = event.detail.formData;
  for (const key of [...data.keys()]) {
    if (isBlankFilter(key, data.get(key))) data.delete(key);
  }
});

// The session has ended, or something went wrong: show that answer as a page of its own.
function loadWhole(event) {
  event.preventDefault();
  const { pathInfo, xhr } = event.detail;
  window.location.assign(xhr.status < 400 ? xhr.responseURL : pathInfo.finalRequestPath);
}

document.addEventListener('htmx:beforeSwap', (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 400 || !xhr.responseText.includes('id="list-page"')) loadWhole(event);
});

export function onSwap(enhance) {
  document.addEventListener('htmx:afterSettle', () => enhance(one('#list-page') || document));
}
