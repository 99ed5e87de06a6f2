// Finding elements, the translated strings that the page carries, and what one browser remembers.
export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

export function strings() {
  const block = one('#ui-strings');
  return block ? JSON.parse(block.textContent) : {};
}

// Private mode and full storage throw: then nothing is remembered.
export const memory = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      /* nothing to do */
    }
  },
};
