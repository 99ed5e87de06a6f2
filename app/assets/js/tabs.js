// A strip of tabs that is wider than the phone starts with the present one in sight.
import { all } from './dom.js';

export function showCurrentTabs(root) {
  for (const tab of all('.state-tabs [aria-current]', root)) {
    const strip = tab.parentElement;
    if (strip.scrollWidth > strip.clientWidth) strip.scrollLeft = tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
  }
}
