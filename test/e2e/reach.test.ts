/**
 * Every screen and state of the sandbox for people who see, touch or move differently: enlarged
 * pages and enlarged text, fingers, no motion, forced colours.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveSandbox, type Sandbox } from '../ui/sandbox/serve.ts';
import { launchBrowser, type TestBrowser } from './support/browsers.ts';
import { lostText, moving, smallTargets, sticksOut, withoutRing } from './support/reach.ts';
import { tour, type Findings, type Stand } from './support/tour.ts';

let sandbox: Sandbox;
let browser: TestBrowser;
let withMouse: Findings;
let byTouch: Findings;

const calm = { 'prefers-reduced-motion': 'reduce' };

beforeAll(async () => {
  sandbox = await serveSandbox();
  browser = await launchBrowser('chromium');
  const { url } = sandbox;
  withMouse = await tour(browser, { url, size: [1000, 700], look: lookWithMouse });
  byTouch = await tour(browser, { url, size: [390, 844], touch: true, look: lookByTouch });
}, 20 * 60_000);

afterAll(async () => {
  await browser.dispose();
  await sandbox.close();
});

/** The focus is moved last: what is open may close with it. */
async function lookWithMouse({ ask, prefer, resize, setTextSize }: Stand) {
  await prefer(calm);
  await ask('still', moving);
  // A window of 1280×1024 at 200 % is 640×512 of these pixels, at 400 % 320×256 (WCAG 2.2, 1.4.10).
  await resize(640, 512);
  await ask('200 %', lostText, sticksOut);
  await resize(320, 256);
  await ask('400 %', lostText, sticksOut);
  await resize(1280, 800);
  await setTextSize(32);
  await ask('big letters', lostText, sticksOut);
  await setTextSize(16);
  await resize(1000, 700);
  await ask('ring', withoutRing);
  await prefer({ ...calm, 'forced-colors': 'active' });
  await ask('ring in forced colours', withoutRing);
}

async function lookByTouch({ ask, setTextSize }: Stand) {
  await ask('targets', smallTargets);
  await setTextSize(32);
  await ask('big letters', lostText, sticksOut);
  await setTextSize(16);
}

describe('every screen and state', () => {
  it.each(['200 %', '400 %'])('U-58: enlarged to %s, it loses nothing', (size) => {
    expect(withMouse[size]).toEqual({});
  });

  it('U-58: with letters twice as big it loses nothing on a desk', () => {
    expect(withMouse['big letters']).toEqual({});
  });

  it('U-58: with letters twice as big it loses nothing on a phone', () => {
    expect(byTouch['big letters']).toEqual({});
  });

  it('U-59: stands still where motion is not wanted', () => {
    expect(withMouse['still']).toEqual({});
  });

  it('U-69: gives fingers 44 by 44 pixels', () => {
    expect(byTouch['targets']).toEqual({});
  });

  it('U-70: shows where the focus is, also in forced colours', () => {
    expect(withMouse['ring']).toEqual({});
    expect(withMouse['ring in forced colours']).toEqual({});
  });
});
