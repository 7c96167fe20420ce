import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.join(import.meta.dirname, '..', '..');

/** A bundle each. What shares classes with one another is in the same one. */
const bundles = {
  nest: [
    '@nestjs/common',
    '@nestjs/core',
    '@nestjs/core/errors/exceptions/unknown-element.exception.js',
    '@nestjs/microservices',
    '@nestjs/platform-express',
    '@nestjs/bullmq',
    '@nestjs/testing',
    'rxjs',
    'rxjs/operators',
  ],
  kysely: ['kysely'],
  opentelemetry: ['@opentelemetry/api'],
  zod: ['zod'],
  uuid: ['uuid'],
};

/** Not imported by us, but parts of those. */
const inside = ['@nestjs/bull-shared', 'iterare', 'tslib', 'uid'];

/**
 * Jest gives each suite a sandbox of its own and loads there all that it imports, file by file:
 * most of a small suite's time went into the 900 files of Nest and the like. So each of them is
 * bundled into one file, once for each package-lock.json. Resolves to their `moduleNameMapper`.
 */
export async function bundledPackages() {
  const folder = path.join(root, '.stack', `jest-packages-${version()}`);
  const isComplete = path.join(folder, 'complete');
  if (!existsSync(isComplete)) {
    await Promise.all(Object.entries(bundles).map((entry) => bundle(folder, ...entry)));
    writeFileSync(isComplete, '');
  }
  const names = Object.values(bundles).flat();
  return Object.fromEntries(names.map((name) => [exactly(name), path.join(folder, door(name))]));
}

async function bundle(folder, bundleName, names) {
  const file = `${bundleName}.bundle.cjs`;
  await build({
    stdin: { contents: contentsOf(names), resolveDir: root },
    outfile: path.join(folder, file),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifyWhitespace: true,
    // Nest finds optional packages with createRequire(import.meta.url).
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: `const bundleUrl = require('node:url').pathToFileURL(__filename).href;` },
    plugins: [oneLanguage, leaveOutAllBut(new Set([...names.map(packageOf), ...inside]))],
  });
  for (const name of names) {
    const part = names.length > 1 ? `['${name}']` : '';
    writeFileSync(path.join(folder, door(name)), `module.exports = require('./${file}')${part};\n`);
  }
}

/** One package is flat code; of several, each is loaded with its first use. */
function contentsOf(names) {
  if (names.length === 1) return `export * from '${names[0]}';`;
  const doors = names.map((name) => `get '${name}'() { return require('${name}'); }`);
  return `module.exports = { ${doors.join(', ')} };`;
}

/** zod has its messages in fifty languages. */
const oneLanguage = {
  name: 'one-language',
  setup: (building) =>
    building.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: `export { default as en } from './en.js';`,
    })),
};

/** Every other package is loaded as it is: tests may look into it. */
const leaveOutAllBut = (packages) => ({
  name: 'leave-out-all-but',
  setup: (building) =>
    building.onResolve({ filter: /^[^./]/ }, ({ path: specifier }) =>
      packages.has(packageOf(specifier)) ? undefined : { path: specifier, external: true },
    ),
});

/** Of what a bundle is made from: the packages, and this file. */
function version() {
  const hash = createHash('sha256');
  for (const file of [path.join(root, 'package-lock.json'), import.meta.filename]) {
    hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 12);
}

const packageOf = (specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)[0];
const door = (name) => `${name.replace(/\W+/g, '-')}.cjs`;
const exactly = (name) => `^${name.replaceAll('.', '\\.')}$`;
