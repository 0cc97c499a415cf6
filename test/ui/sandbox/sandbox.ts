/**
 * Shows one state by its name: `?state=conversation`, with `&locale=en-XA` in the pseudo-locale,
 * `&dir=rtl` from right to left. `data-ready` on the root says that the picture can be taken.
 */

import { mount } from '../../../src/ui/mount.ts';
import { nextOffer } from '../../../src/ui/notices/offers.ts';
import type { Platform } from '../../../src/ui/platform.ts';
import { setUpLanguages } from '../../../src/ui/words/locale.ts';
import { createFakeApp, type FakeApp } from './fake-app.ts';
import { createFakeNotifier } from './fake-notifier.ts';
import { createFakeCameras } from './fake-cameras.ts';
import { deepAll, deepFind, deepFindByName } from './deep.ts';
import { states, type State, type Step } from './states.ts';

const query = new URLSearchParams(location.search);
const name = query.get('state') ?? 'conversation';
const locale = query.get('locale') ?? 'en';
document.documentElement.dir = query.get('dir') ?? 'ltr';

const state = states[name];
if (state === undefined) {
  document.body.textContent = Object.keys(states).join(' ');
} else {
  await show(state);
}

async function show(shown: State) {
  const setLocale = setUpLanguages({
    locales: ['en-XA'],
    load: () => import('../../../src/ui/words/generated/en-XA.ts'),
  });
  if (locale !== 'en') await setLocale(locale);
  const app = createFakeApp(shown.snapshot, shown.stalls);
  const platform = createFakePlatform(shown);
  mount(app, platform);
  Object.assign(window, { app, states: Object.keys(states) });
  await settle();
  await partsDefined(shown, platform);
  for (const step of shown.steps ?? []) {
    await perform(step, app);
    await settle();
  }
  document.documentElement.dataset['ready'] = 'yes';
}

function createFakePlatform(shown: State): Platform {
  const listeners = new Set<() => void>();
  const away = new Set<string>();
  const {
    copies = true,
    comparePutOff = false,
    camera = { fails: 'missing' },
    notifier = 'unasked',
    ...given
  } = shown.platform ?? {};
  let isInstalled = false;
  const changed = () => listeners.forEach((listener) => listener());
  return {
    version: '1.2.3',
    state: () => ({
      coarsePointer: matchMedia('(pointer: coarse)').matches,
      canShare: false,
      canInstall: false,
      update: 'none',
      ...given,
      ...(isInstalled ? { canInstall: false } : {}),
    }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    copyText: async () => copies,
    share: async () => true,
    promptInstall: async () => {
      isInstalled = true;
      changed();
      return true;
    },
    updateNow: () => undefined,
    saveFile: () => undefined,
    loadPickFile: async () => async () => undefined,
    deleteEverything: (held) => {
      held();
      return new Promise(() => undefined);
    },
    loadNotifier: async () => createFakeNotifier(notifier),
    loadCameras: async () => createFakeCameras(camera),
    putOff: (offer) => {
      away.add(offer);
      changed();
    },
    forget: () => undefined,
    isPutOff: (offer) => away.has(offer) || (comparePutOff && offer.startsWith('compare:')),
  };
}

async function perform(step: Step, app: FakeApp) {
  if ('press' in step) (await appeared(() => deepFindByName(document, step.press))).click();
  else if ('click' in step) (await appeared(() => deepFind(document, step.click))).click();
  else if ('see' in step) await appeared(() => deepFind(document, step.see));
  else if ('bring' in step)
    (await appeared(() => deepFind(document, step.bring))).scrollIntoView({ block: 'start' });
  else if ('focus' in step) (await appeared(() => deepFind(document, step.focus))).focus();
  else if ('type' in step)
    type(
      step.type,
      await appeared(() => deepFind(document, 'input#name, input#search, input#passphrase')),
    );
  else if ('receive' in step) app.receive(step.receive);
  else if ('scrollUp' in step) {
    const log = await appeared(() => deepFind(document, '[role="log"]'));
    log.scrollTop = log.scrollHeight / 3;
  }
}

function type(text: string, field: HTMLElement) {
  (field as HTMLInputElement).value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** What is loaded late has come and drawn itself: the open pane, and notices where there are some. */
async function partsDefined({ snapshot }: State, platform: Platform) {
  const offer = nextOffer(snapshot, platform.state(), platform);
  const noticed = snapshot.problems.length > 0 || offer !== undefined;
  const parts = `.pane > :not(:defined)${noticed ? ', gv-notices:not(:defined)' : ''}`;
  while (deepAll(document, parts).length > 0) await settle();
  await settle();
}

/** The code of a pane is loaded when it is first shown, which takes a while on a busy machine. */
async function appeared(find: () => HTMLElement | undefined): Promise<HTMLElement> {
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    await settle();
  }
}

async function settle() {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}
