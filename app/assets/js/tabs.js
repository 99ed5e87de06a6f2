// What is longer than its place starts with the present one in sight: a strip of tabs on a phone, the menu beside a page.
import { all } from './dom.js';

const middle = (at, size, room) => at - (room - size) / 2;

export function showCurrent(root) {
  for (const tab of all('.state-tabs [aria-current]', root)) {
    const strip = tab.parentElement;
    if (strip.scrollWidth > strip.clientWidth) strip.scrollLeft = middle(tab.offsetLeft, tab.offsetWidth, strip.clientWidth);
  }
  for (const entry of all('.menu-link[aria-current]', root)) {
    const side = entry.closest('.side');
    const below = entry.offsetTop + entry.offsetHeight > side.clientHeight;
    if (below) side.scrollTop = middle(entry.offsetTop, entry.offsetHeight, side.clientHeight);
  }
}
