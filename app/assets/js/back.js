// "Back" on a detail page or form returns to the list as it was left: same filters, same page.
import { all } from './dom.js';

export function enhanceBackLinks(root) {
  const from = document.referrer;
  for (const link of all('a[data-back]', root)) {
    const path = new URL(link.href).pathname;
    if (from.startsWith(`${window.location.origin}${path}?`)) link.href = from;
  }
}
