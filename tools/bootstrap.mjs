/**
 * Makes a fresh clone work, then runs a command of `tools`: installs and builds only what is
 * missing or out of date. Plain Node without dependencies, since it runs before `npm ci`.
 *
 *     node tools/bootstrap.mjs <command> [arguments]
 *     node tools/bootstrap.mjs <command> --help         needs neither
 *     node tools/bootstrap.mjs --install | --build     stops after that step
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const oldestNode = [20, 19];
const root = path.join(import.meta.dirname, '..');
const buildStamp = path.join(root, 'dist', '.built-source-hash');
const nestProgram = path.join('node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
const quietNpm = {
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
};
const buildInputs = ['apps', 'libs', 'tools', 'test'];
/** Commands are folders with a `main.ts`, in one of these. */
const commandFolders = ['tools', 'test'];
const buildSettings = [
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  'package-lock.json',
];

/** Something that the user can put right: told without a stack. */
class BootstrapFailure extends Error {}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof BootstrapFailure ? error.message : error);
  process.exit(1);
}

async function main([command, ...args]) {
  checkNode();
  const help = await helpAskedFor(command, args);
  if (help !== undefined) return console.log(help);
  if (!isInstalled()) await step('installing dependencies', 'npm', 'ci');
  if (command === '--install') return;
  const sources = hashOfSources();
  if (!isBuiltFrom(sources)) {
    await step('building', process.execPath, nestProgram, 'build');
    mkdirSync(path.dirname(buildStamp), { recursive: true });
    writeFileSync(buildStamp, sources);
  }
  if (command === '--build') return;
  const entry = commandFolders
    .map((folder) => path.join(root, 'dist', folder, command ?? '', 'main.js'))
    .find((file) => existsSync(file));
  if (!command || !entry) throw unknownCommand(command);
  // The command takes this process over: signals and exit code need no forwarding.
  process.argv = [process.argv[0], entry, ...args];
  await import(pathToFileURL(entry).href);
}

/**
 * What `--help` shows, before anything is installed or built: a command's `help.ts` has no types and no
 * imports, so it is JavaScript as it is.
 */
async function helpAskedFor(command, args) {
  // What follows `--` is another program's, such as jest's.
  const own = args.slice(0, args.includes('--') ? args.indexOf('--') : undefined);
  if (!command || !own.some((it) => it === '--help' || it === '-h')) return undefined;
  const file = commandFolders
    .map((folder) => path.join(root, folder, command, 'help.ts'))
    .find((it) => existsSync(it));
  if (!file) return undefined;
  const source = encodeURIComponent(readFileSync(file, 'utf8'));
  return (await import(`data:text/javascript,${source}`)).help;
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new BootstrapFailure(
    `This project needs Node ${oldestNode.join('.')} or newer (22 and 24 are recommended); ` +
      `this is ${process.versions.node}. Install one and run the command again.`,
  );
}

/** npm writes its own copy of the lock file when an installation is complete. */
function isInstalled() {
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  const wanted = path.join(root, 'package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs;
}

function isBuiltFrom(sources) {
  return existsSync(buildStamp) && readFileSync(buildStamp, 'utf8') === sources;
}

/** Told on standard error: what a command writes to standard output may be read by a program. */
async function step(doing, program, ...args) {
  const started = Date.now();
  const elapsed = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  console.error(`${doing} …`);
  const ticker = setInterval(() => console.error(`${doing} … ${elapsed()}`), 5_000);
  try {
    await run(program, args);
  } finally {
    clearInterval(ticker);
  }
  console.error(`${doing}: done in ${elapsed()}`);
}

/** Shows the program's output only if it fails. */
function run(program, args) {
  const command = [program, ...args].join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      env: { ...process.env, ...quietNpm },
    });
    const stop = (signal) => child.kill(signal);
    process.once('SIGINT', stop).once('SIGTERM', stop);
    let output = '';
    const keep = (chunk) => (output += chunk);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) =>
      reject(new BootstrapFailure(`Can't run ${program}: ${error.message}`)),
    );
    child.once('close', (code, signal) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      if (code === 0) resolve();
      else
        reject(new BootstrapFailure(`${output}\n${command} failed (${signal ?? `exit ${code}`}).`));
    });
  });
}

/** Names, sizes and times of whatever the build reads: quicker than the contents, and enough. */
function hashOfSources() {
  const files = buildInputs.flatMap((folder) => sourcesIn(path.join(root, folder)));
  const settings = buildSettings.map((file) => path.join(root, file));
  const described = [...settings, ...files.toSorted()].map((file) => {
    const { size, mtimeMs } = statSync(file);
    return `${path.relative(root, file)} ${size} ${mtimeMs}`;
  });
  return createHash('sha256').update(described.join('\n')).digest('hex');
}

function sourcesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!\.spec)\.ts$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function unknownCommand(command) {
  const known = commandFolders.flatMap((folder) => {
    const built = path.join(root, 'dist', folder);
    return readdirSync(built).filter((name) => existsSync(path.join(built, name, 'main.js')));
  });
  return new BootstrapFailure(
    `There is no command ${command ?? '(none given)'}; there are: ${known.join(', ')}.`,
  );
}
