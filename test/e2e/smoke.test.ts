import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browsers.ts';
import { startServer, type TestServer } from './support/server.ts';

describe.each(['chromium', 'firefox'] as const)('the built page in %s', (name) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  it('H-102: opens from the node under its content security policy, without an error', async () => {
    const browser = await launchBrowser(name);
    try {
      const page = await browser.open(server.url);
      expect(await page.title()).toBe('Grapevine');
      expect(await page.$('meta[http-equiv="Content-Security-Policy"]')).not.toBeNull();
      expect(browser.errors).toEqual([]);
    } finally {
      await browser.dispose();
    }
  });

  it('O-101: opens with the node stopped, from the first visit on', async () => {
    const own = await startServer();
    const browser = await launchBrowser(name);
    try {
      const page = await browser.open(own.url);
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
      await own.stop();
      await page.reload();
      expect(await page.title()).toBe('Grapevine');
      await browser.close();
      await browser.restart();
      const again = await browser.open(own.url);
      expect(await again.title()).toBe('Grapevine');
    } finally {
      await browser.dispose();
      await own.stop();
    }
  });
});
