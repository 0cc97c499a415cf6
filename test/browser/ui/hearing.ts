/** One state of the sandbox on the page, and a virtual screen reader that listens. */
import { virtual } from '@guidepup/virtual-screen-reader/browser.js';
import { mount } from '../../../src/ui/mount.ts';
import { createFakeNotifier } from '../../ui/sandbox/fake-notifier.ts';
import type { Platform } from '../../../src/ui/platform.ts';
import { deepFind } from '../../ui/sandbox/deep.ts';
import { createFakeApp, type FakeApp } from '../../ui/sandbox/fake-app.ts';
import { states } from '../../ui/sandbox/states.ts';

export type Heard = {
  readonly app: FakeApp;
  /** The last element of the screen that the selector fits. */
  deep(selector: string): HTMLElement;
  /** Everything changed by now is on the screen. */
  drawn(): Promise<void>;
  /** What live regions said since the start, each as often as it was said. */
  spoken(): Promise<readonly string[]>;
  until(words: string): Promise<void>;
  /** Longer than a state needs to settle. */
  settled(): Promise<void>;
  end(): Promise<void>;
};

export async function hear(name: string): Promise<Heard> {
  const snapshot = states[name]?.snapshot;
  if (snapshot === undefined) throw new Error(`There is no state "${name}".`);
  const app = createFakeApp(snapshot);
  const screen = mount(app, quietPlatform());
  await appeared('gv-message-list');
  await virtual.start({ container: document.body });

  const spoken = async () =>
    (await virtual.spokenPhraseLog())
      .filter((phrase) => phrase.startsWith('polite: '))
      .map((phrase) => phrase.slice('polite: '.length));

  return {
    app,
    deep: (selector) => {
      const found = deepFind(screen.shadowRoot ?? screen, selector);
      if (found === undefined) throw new Error(`Nothing on the screen fits "${selector}".`);
      return found;
    },
    drawn,
    spoken,
    until: async (words) => {
      while (!(await spoken()).includes(words)) await drawn();
    },
    settled: () => pass(2000),
    end: async () => {
      await virtual.stop();
      screen.remove();
      document.querySelector('.announcer')?.remove();
    },
  };
}

function quietPlatform(): Platform {
  return {
    state: () => ({ coarsePointer: false, canShare: false, canInstall: false, update: 'none' }),
    subscribe: () => () => undefined,
    saveFile: () => undefined,
    copyText: async () => true,
    share: async () => true,
    promptInstall: async () => true,
    updateNow: () => undefined,
    loadNotifier: async () => createFakeNotifier('unavailable'),
    loadCameras: () => Promise.reject(new Error('There is no camera here.')),
    version: '0',
    deleteEverything: () => Promise.resolve(true),
    putOff: () => undefined,
    forget: () => undefined,
    isPutOff: () => false,
  };
}

async function appeared(tag: string): Promise<void> {
  const find = () =>
    document
      .querySelector('gv-app')
      ?.shadowRoot?.querySelector('gv-conversation')
      ?.shadowRoot?.querySelector(tag)
      ?.shadowRoot?.querySelector('.message');
  while (!find()) await pass(20);
}

async function drawn(): Promise<void> {
  await pass(50);
}

function pass(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
