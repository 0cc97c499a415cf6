/**
 * The checks that need no browser and no server, each counted as one: format, types, lint,
 * boundaries (the lint rules about who imports whom, told apart), cycles, spec, words, size.
 */
import { at } from './paths.mjs';
import { run, runBin } from './run.mjs';
import { distIsStale } from './stale.mjs';

const node = process.execPath;
const boundaryRules = /^(?:boundaries\/|no-restricted-imports$)/;

/** @returns {Promise<{ name: string, isGood: boolean, output: string }[]>} */
export async function runChecks() {
  const lint = await runLint();
  return [
    await check('format', () => runBin('prettier', ['--check', '.'], { quiet: true })),
    await check('types', () => runBin('tsc', ['-b'], { quiet: true })),
    { name: 'lint', ...verdict(lint, (rule) => !boundaryRules.test(rule ?? '')) },
    { name: 'boundaries', ...verdict(lint, (rule) => boundaryRules.test(rule ?? '')) },
    await check('cycles', () => runScript('check-cycles.mjs')),
    await check('spec', () => runScript('check-spec.mjs')),
    await check('words', () => runScript('words.mjs', '--check')),
    await check('size', buildAndMeasure),
  ];
}

async function check(name, perform) {
  const { code, output } = await perform();
  return { name, isGood: code === 0, output };
}

function runScript(name, ...args) {
  return run(node, [at('scripts', name), ...args], { quiet: true });
}

async function buildAndMeasure() {
  if (distIsStale()) {
    const built = await runScript('build.mjs');
    if (built.code !== 0) return built;
  }
  return runScript('check-size.mjs');
}

/** ESLint takes long enough to be run once for both verdicts. */
async function runLint() {
  const { code, output } = await runBin('eslint', ['.', '--format', 'json'], { quiet: true });
  const start = output.indexOf('[{');
  if (start < 0) return { crash: code === 0 ? '' : output, messages: [] };
  const files = JSON.parse(output.slice(start, output.lastIndexOf(']') + 1));
  const messages = files.flatMap(({ filePath, messages: found }) =>
    found.map((message) => ({ filePath, ...message })),
  );
  return { crash: '', messages };
}

function verdict({ crash, messages }, concerns) {
  const lines = messages
    .filter(({ ruleId }) => concerns(ruleId))
    .map((m) => `${m.filePath}:${m.line}:${m.column} ${m.message} (${m.ruleId})`);
  return { isGood: crash === '' && lines.length === 0, output: crash + lines.join('\n') };
}
