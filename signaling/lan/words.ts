/**
 * What the terminal says about `--lan`: where to go, how a phone comes to trust it, what is wrong.
 */
import { renderUnicodeCompact } from 'uqr';
import type { LanFault, LanStarted } from './lan.ts';

/** The address of the page of trust, for this state of the network. */
function pageUrl({ places, pagePort }: LanStarted): string {
  return `http://${places.addresses[0] ?? 'localhost'}:${pagePort}/`;
}

/** Everything that a person needs after the start, ending with a line break. */
export function lanWords(started: LanStarted): string {
  const page = pageUrl(started);
  return [
    `Grapevine is ready: open https://localhost:${started.port}/`,
    '',
    ...places(started),
    '',
    'A device that has not been here before opens this page first; it tells how to trust:',
    '',
    `  ${page}`,
    '',
    renderUnicodeCompact(page, { border: 2 }),
    '',
    'Its certificate must have this SHA-256 fingerprint; compare it on the device:',
    '',
    ...fingerprintRows(started.fingerprint),
    '',
    `The authority and its key are kept in ${started.folder}. Ctrl+C ends.`,
    '',
  ].join('\n');
}

/** After a change of the network. */
export function changedWords(started: LanStarted): string {
  const page = `A new device begins at ${pageUrl(started)}`;
  return ['', 'The network has changed.', '', ...places(started), '', page, ''].join('\n');
}

/** One sentence or two on why it does not run, and what to do. */
export function faultWords(fault: LanFault): string {
  switch (fault.kind) {
    case 'no-network':
      return 'This machine has no address on a local network. Connect it to the Wi-Fi or cable that the phones use, and start again.';
    case 'foreign-network':
      return `This machine's address (${fault.addresses.join(', ')}) lies outside the networks for which the authority in ${fault.folder} may speak. Remove that folder to make a new one; devices then have to trust that one instead.`;
    case 'open-to-others':
      return `${fault.path} can be read by other accounts (mode ${fault.mode}), so its key may be known to them. If nobody can have read it, close it with "chmod go= ${fault.path}". Otherwise remove the folder, and remove the authority from every device that trusts it.`;
    case 'not-ours':
      return `${fault.path} belongs to another account. Start Grapevine from that one, or choose another folder with --lan-authority.`;
    case 'unusable':
      return `${fault.path} cannot be used (${fault.code}). Choose another folder with --lan-authority or LAN_AUTHORITY.`;
    case 'damaged':
      return `${fault.path} is missing, damaged or does not fit. Restore it, or remove the folder to make a new authority; devices then have to trust that one instead.`;
    case 'expired':
      return `The authority in ${fault.path} has expired. Remove its folder to make a new one; devices then have to trust that one instead.`;
    case 'page':
      return pageFault(fault.error, fault.port);
  }
}

function pageFault(error: string, port: number): string {
  const why = error === 'port-in-use' ? 'is already in use' : 'cannot be opened';
  return `Port ${port} ${why}, and --lan shows there how a device comes to trust it. Stop what uses it, or choose another pair with --port or PORT.`;
}

function places({ places: { addresses, names }, port, leftOut }: LanStarted): readonly string[] {
  const local = names.filter((name) => name.endsWith('.local'));
  if (addresses.length + leftOut.length === 0) return ['Nobody else can reach it: see --host.'];
  return [
    'Others on this network:',
    '',
    ...addresses.map((address) => `  https://${address}:${port}/`),
    ...local.map((name) => `  https://${name}:${port}/  (where names ending in .local are known)`),
    ...leftOut.map(
      (address) => `  not ${address}: the authority was made on another network, and may not speak`,
    ),
  ];
}

function fingerprintRows(fingerprint: string): readonly string[] {
  const pairs = fingerprint.split(':');
  return [0, 8, 16, 24].map((start) => `  ${pairs.slice(start, start + 8).join(' ')}`);
}
