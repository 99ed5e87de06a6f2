// Builds everything the browser needs into ../static/dist, with hashed names. The result is committed: no node at run time.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import * as sass from 'sass';

const OUT = fileURLToPath(new URL('../static/dist/', import.meta.url));
// Domestic dual-core browsers lag years behind: lower the syntax to Chromium 80.
const TARGET = ['chrome80', 'firefox78'];
// Bootstrap 5.3 still uses what Sass has deprecated.
const BOOTSTRAP_WARNINGS = ['import', 'global-builtin', 'color-functions', 'if-function'];
const manifest = {};

function emit(name, text) {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 10);
  const file = name.replace(/(\.\w+)$/, `.${hash}$1`);
  writeFileSync(OUT + file, text);
  manifest[name] = file;
  console.log(name.padEnd(14), String(text.length).padStart(8), 'gz', gzipSync(text, { level: 9 }).length);
}

async function styles() {
  const options = { loadPaths: ['.', 'node_modules'], quietDeps: true, silenceDeprecations: BOOTSTRAP_WARNINGS };
  const contents = sass.compile('ui.scss', options).css;
  const stdin = { contents, loader: 'css' };
  const result = await build({ stdin, minify: true, write: false, target: TARGET, legalComments: 'none' });
  emit('ui.css', result.outputFiles[0].text);
}

async function scripts() {
  const result = await build({
    entryPoints: ['ui.js'],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: TARGET,
    legalComments: 'none',
  });
  emit('ui.js', result.outputFiles[0].text);
}

function symbol(name) {
  const svg = readFileSync(`node_modules/@tabler/icons/icons/outline/${name}.svg`, 'utf8');
  const shapes = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
  const look = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${look}>${shapes.replace(/\s*\n\s*/g, '')}</symbol>`;
}

function icons() {
  const names = readFileSync('icons.txt', 'utf8').split(/\s+/).filter(Boolean).sort();
  emit('icons.svg', `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join('')}</svg>`);
}

function pictures() {
  for (const name of readdirSync('img').sort()) emit(name, readFileSync(`img/${name}`, 'utf8'));
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
await styles();
await scripts();
icons();
pictures();
writeFileSync(`${OUT}manifest.json`, `${JSON.stringify(manifest, null, 1)}\n`);
