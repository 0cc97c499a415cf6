/** Starts a program, waits for it and says how it ended; never longer than it is given. */
import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

const MINUTE = 60_000;
const FAREWELL = 5_000;

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, minutes?: number, env?: Record<string, string> }} [options]
 *   `quiet` collects the output instead of showing it.
 * @returns {Promise<{ code: number, output: string }>} code 124 after the time is over, 127 when
 *   the program could not be started.
 */
export function run(command, args, { quiet = false, minutes = 10, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      // A group of its own, so that a time-out also ends what the program has started.
      detached: process.platform !== 'win32',
    });
    let output = '';
    let isLate = false;
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    const timer = setTimeout(() => {
      isLate = true;
      // First politely: test runners then close their browsers, which are in groups of their own.
      signalGroup(child, 'SIGTERM');
      setTimeout(() => signalGroup(child, 'SIGKILL'), FAREWELL).unref();
    }, minutes * MINUTE);
    const stop = () => {
      signalGroup(child, 'SIGTERM');
      setTimeout(() => {
        signalGroup(child, 'SIGKILL');
        process.exit(130);
      }, FAREWELL);
      child.once('close', () => process.exit(130));
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    const finish = (code, text = '') => {
      clearTimeout(timer);
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve({ code, output: output + text });
    };
    child.on('error', (error) => finish(127, String(error)));
    child.on('close', (code) => {
      if (!isLate) return finish(code ?? 1);
      const words = `${[command, ...args].join(' ')} ran longer than ${minutes} minutes and was stopped.`;
      if (!quiet) console.error(words);
      finish(124, `\n${words}\n`);
    });
  });
}

/** Runs a file of an installed package's `bin` with this very Node. */
export function runBin(name, args, options) {
  return run(process.execPath, [binPath(name), ...args], options);
}

const binPaths = {
  eslint: 'node_modules/eslint/bin/eslint.js',
  'lit-localize': 'node_modules/@lit/localize-tools/bin/lit-localize.js',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  tsc: 'node_modules/typescript/bin/tsc',
  vitest: 'node_modules/vitest/vitest.mjs',
  'web-test-runner': 'node_modules/@web/test-runner/dist/bin.js',
};

function binPath(name) {
  return binPaths[name];
}

function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // The group has ended between our look and our signal.
    if (error.code !== 'ESRCH') throw error;
  }
}
