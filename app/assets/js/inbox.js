// The inbox by keyboard: J and K walk, A approves, T returns, R rejects. Not while somebody types or a dialog is open.
import { one } from './dom.js';

const busy = (target) => target.closest('input, textarea, select, [contenteditable], [role=dialog]') || one('.modal.show');

document.addEventListener('keydown', (event) => {
  const inbox = one('[data-inbox]');
  if (!inbox || event.ctrlKey || event.metaKey || event.altKey || busy(event.target)) return;
  const button = one(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`, inbox);
  if (!button) return;
  event.preventDefault();
  button.click();
});

document.addEventListener('DOMContentLoaded', () => {
  one('[data-inbox] .is-current')?.scrollIntoView({ block: 'nearest' });
});
