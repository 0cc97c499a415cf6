/**
 * The page that tells a person how this device comes to trust the authority. It travels by plain
 * HTTP, so it can prove nothing: the fingerprint to believe is the one in the terminal.
 */

export type TrustPage = {
  /** Where the app is, with a closing slash. */
  readonly appUrl: string;
  /** SHA-256 of the authority, pairs of hex digits with colons. */
  readonly fingerprint: string;
  /** The User-Agent header, which opens the fitting part; nothing else depends on it. */
  readonly agent: string;
};

/** Where the authority's certificate is; phones go by the ending too. */
export const CERTIFICATE_PATH = '/grapevine-authority.crt';
export const STYLE_PATH = '/page.css';

type Guide = {
  readonly title: string;
  readonly fits: RegExp;
  readonly steps: readonly string[];
};

const GUIDES: readonly Guide[] = [
  {
    title: 'iPhone and iPad',
    fits: /iPhone|iPad|iPod/,
    steps: [
      'In Safari, press “Get the certificate” above and allow the download of a profile.',
      'Open <b>Settings</b>. Press <b>Profile Downloaded</b>, or find it under <b>General → VPN &amp; Device Management</b>.',
      'Press <b>More Details</b>, then the certificate, and compare its SHA-256 fingerprint with the terminal. Press <b>Install</b> only if they are the same.',
      'Go to <b>General → About → Certificate Trust Settings</b> and switch it on for “Grapevine on …”.',
    ],
  },
  {
    title: 'Android',
    fits: /Android(?!.*Firefox)/,
    steps: [
      'Press “Get the certificate” above and keep the file.',
      'Open <b>Settings</b> and search for <b>CA certificate</b> (often under <b>Security → More → Encryption &amp; credentials → Install a certificate</b>).',
      'Choose <b>CA certificate</b>, read the warning, and pick the file “grapevine-authority.crt”.',
      'Under <b>Trusted credentials → User</b> press “Grapevine on …” and compare its SHA-256 fingerprint with the terminal. Remove it if they differ.',
    ],
  },
  {
    title: 'Firefox',
    fits: /Firefox\//,
    steps: [
      'On a desk: <b>Settings → Privacy &amp; Security → Certificates → View Certificates → Authorities → Import</b>, pick the file, press <b>View</b>, compare the SHA-256 fingerprint with the terminal, and tick “identify websites”.',
      'On Android: install it as described under Android; then <b>Settings → About Firefox</b>, press the logo five times, go back, and switch on <b>Secret Settings → Use third party CA certificates</b>.',
    ],
  },
  {
    title: 'Chrome, Edge and others on a desk',
    fits: /Windows|Macintosh|X11|Linux x86/,
    steps: [
      '<b>Windows</b>: open the file, <b>Install Certificate → Current User → Trusted Root Certification Authorities</b>.',
      '<b>macOS</b>: open the file, add it to the login keychain, open it there and set <b>Trust → When using this certificate</b> to <b>Always Trust</b>.',
      '<b>Linux</b>: in Chrome or Chromium, <b>Settings → Privacy and security → Security → Manage certificates → Installed by you → Import</b>.',
      'Before you agree, compare the SHA-256 fingerprint that the system shows with the terminal.',
    ],
  },
];

/** The page, complete. Nothing of a request is in it. */
export function trustPage({ appUrl, fingerprint, agent }: TrustPage): string {
  const fitting = GUIDES.find(({ fits }) => fits.test(agent));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Trust this Grapevine</title>
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<main>
<header>${MARK}<h1>Grapevine on this network</h1></header>
<p>Browsers keep keys only for pages that come encrypted. The computer that serves Grapevine here has made a certificate authority of its own for that. Tell this device once to trust it.</p>
<ol class="way">
<li><a class="button" href="${CERTIFICATE_PATH}">Get the certificate</a></li>
<li>Install it as your device wants it:
${GUIDES.map((guide) => details(guide, guide === fitting)).join('\n')}
</li>
<li><a class="button plain" href="${appUrl}">Open Grapevine</a><br><span class="soft">${appUrl}</span></li>
</ol>
<section>
<h2>Compare before you trust</h2>
<p>This page came without encryption, so somebody on the network could have changed it. Look at the fingerprint that <em>your device</em> shows when it installs the certificate. It must be the one in the terminal where Grapevine was started, and this one:</p>
<p class="fingerprint">${fingerprintRows(fingerprint)}</p>
</section>
<section>
<h2>What trusting it means</h2>
<p>Whoever has the authority's key can pretend to be any machine on a local network to this device, but no site on the internet: the certificate is bound to local names and addresses. Trust it only if you know who runs that computer, and remove it when you no longer come here: it is called “Grapevine on …” where you installed it.</p>
</section>
</main>
</body>
</html>
`;
}

function details({ title, steps }: Guide, open: boolean): string {
  const rows = steps.map((step) => `<li>${step}</li>`).join('\n');
  return `<details${open ? ' open' : ''}><summary>${title}</summary><ol>\n${rows}\n</ol></details>`;
}

/** Eight pairs to a row, as people compare them. */
function fingerprintRows(fingerprint: string): string {
  const pairs = fingerprint.split(':');
  const rows = [0, 8, 16, 24].map((start) => pairs.slice(start, start + 8).join(' '));
  return rows.join('<br>');
}

/** The mark of the app, in one piece with the page: there is nothing else to ask for here. */
const MARK = `<svg class="mark" viewBox="110 60 300 400" aria-hidden="true">
<path class="leaf" d="M254 150 C196 158 150 132 132 82 C190 72 244 96 254 150 Z"/>
<path class="stem" d="M262 168 C264 132 284 104 318 90"/>
<g class="grape"><circle cx="162" cy="222" r="47"/><circle cx="262" cy="222" r="47"/><circle cx="362" cy="222" r="47"/><circle cx="212" cy="311" r="47"/><circle cx="312" cy="311" r="47"/><circle cx="262" cy="400" r="47"/></g>
</svg>`;
