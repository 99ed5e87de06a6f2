// Entry of the browser's code: Bootstrap's behaviours, then one small module per concern.
import Alert from 'bootstrap/js/src/alert.js';
import Collapse from 'bootstrap/js/src/collapse.js';
import Dropdown from 'bootstrap/js/src/dropdown.js';
import Offcanvas from 'bootstrap/js/src/offcanvas.js';
import Tab from 'bootstrap/js/src/tab.js';
import './js/theme.js';
import './js/forms.js';
import './js/dialog.js';
import './js/lines.js';
import './js/rules.js';
import './js/inbox.js';
import './js/claims.js';
import { onAnswer } from './js/files.js';
import { enhanceBackLinks } from './js/back.js';
import { enhanceLists } from './js/list.js';
import { onSwap } from './js/partial.js';
import { enhanceSelects } from './js/selects.js';
import { showCurrent } from './js/tabs.js';

// Importing registers their data-bs-* handlers; naming them keeps the bundler from dropping them.
void [Alert, Collapse, Dropdown, Offcanvas, Tab];

function enhance(root) {
  enhanceSelects(root);
  enhanceLists(root);
  enhanceBackLinks(root);
  showCurrent(root);
}

document.addEventListener('DOMContentLoaded', () => enhance(document));
onSwap(enhance);
onAnswer(enhance);
