// Long, multiple and remote selects become a search; short ones stay native.
import TomSelect from 'tom-select/base';
import clearButton from 'tom-select/dist/esm/plugins/clear_button/plugin.js';
import removeButton from 'tom-select/dist/esm/plugins/remove_button/plugin.js';
import { all, strings } from './dom.js';

const LONG = 12;

TomSelect.define('clear_button', clearButton);
TomSelect.define('remove_button', removeButton);

const isWorthIt = (select) => select.multiple || select.dataset.options || select.options.length >= LONG;

function remote(select) {
  if (!select.dataset.options) return {};
  const load = async (query, done) => {
    try {
      const response = await fetch(`${select.dataset.options}?q=${encodeURIComponent(query)}`);
      done(response.ok ? await response.json() : []);
    } catch {
      done([]);
    }
  };
  // The server has matched by name, initials or code: do not filter its answer again.
  return { valueField: 'id', labelField: 'text', searchField: [], shouldLoad: (query) => query.length > 0, load };
}

function message(text) {
  const line = document.createElement('div');
  line.className = 'no-results';
  line.textContent = text;
  return line;
}

function enhance(select, text) {
  const label = select.labels[0]?.textContent.trim() || select.getAttribute('aria-label') || '';
  const search = new TomSelect(select, {
    plugins: select.multiple ? ['remove_button'] : ['clear_button'],
    maxOptions: 200,
    allowEmptyOption: false,
    hidePlaceholder: true,
    placeholder: select.dataset.placeholder || text.pick,
    render: {
      no_results: () => message(text.none),
      not_loading: () => (select.dataset.options ? message(text.type) : null),
    },
    ...remote(select),
  });
  search.control_input.setAttribute('aria-label', label);
  for (const name of ['aria-invalid', 'aria-describedby']) {
    if (select.hasAttribute(name)) search.control_input.setAttribute(name, select.getAttribute(name));
  }
  select.setAttribute('aria-label', label);
  select.setAttribute('aria-hidden', 'true');
  search.clear_button?.setAttribute('aria-label', text.clear);
}

export function enhanceSelects(root) {
  const text = strings();
  for (const select of all('select[data-search]', root)) {
    if (!select.tomselect && isWorthIt(select)) enhance(select, text);
  }
}
