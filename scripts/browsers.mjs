/**
 * Where Chromium and Firefox are on this machine, and how tests start them: without a sandbox (CI
 * runs as root), without anything that would call home.
 */
import { existsSync } from 'node:fs';

const candidates = {
  chromium: [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:/Program Files/Google/Chrome/Application/chrome.exe',
  ],
  firefox: [
    process.env.FIREFOX_PATH,
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    'C:/Program Files/Mozilla Firefox/firefox.exe',
  ],
};

/** @param {'chromium' | 'firefox'} name @returns {string | null} the path of its program */
export function findBrowser(name) {
  return candidates[name].find((path) => path && existsSync(path)) ?? null;
}

/**
 * What puppeteer needs to launch a browser. Both offer plain host candidates for WebRTC: hiding them
 * behind mDNS names needs multicast, which containers lack.
 *
 * @param {'chromium' | 'firefox'} name
 */
export function launchOptions(name) {
  const executablePath = findBrowser(name);
  if (executablePath === null) throw new Error(`There is no ${name} on this machine.`);
  return name === 'chromium'
    ? { browser: 'chrome', executablePath, args: chromiumArgs }
    : { browser: 'firefox', executablePath, extraPrefsFirefox: firefoxPrefs };
}

const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

const firefoxPrefs = {
  'app.update.disabledForTesting': true,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.getAddons.cache.enabled': false,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'toolkit.telemetry.enabled': false,
};
