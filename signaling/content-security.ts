/**
 * What a page served by the node may do, in one place: the node sends it as headers, the build
 * writes the same policy into the page, so a copy on any static host is as strict.
 *
 * Sources: W3C Content Security Policy Level 3; OWASP HTTP Headers Cheat Sheet.
 */

/**
 * One directive a row. `connect-src` names `wss:` because a conversation may use a node on another
 * host, and loopback `ws:` because a node started at home for a try has no certificate.
 */
const directives: readonly string[] = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' wss: ws://localhost:* ws://127.0.0.1:*",
  "manifest-src 'self'",
  "worker-src 'self'",
  "media-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
];

/** The policy for a `<meta http-equiv="Content-Security-Policy">` in the built page. */
export const pagePolicy: string = directives.join('; ');

/** The policy for the header: `frame-ancestors` has no effect in a meta element (CSP 3, 3.3). */
export const headerPolicy: string = [...directives, "frame-ancestors 'none'"].join('; ');

/**
 * What the worker that makes keys of passphrases may do: compile its WebAssembly and nothing more,
 * so that the page need not be allowed to. A worker is bound by the policy of its own response
 * (CSP 3, 4.2.2); the service worker keeps that response with its headers.
 */
export const passphraseWorkerPolicy =
  "default-src 'none'; script-src 'wasm-unsafe-eval'; frame-ancestors 'none'";

/** The build names it after src/effects/passphrase/argon2-worker.ts, with a hash of its content. */
const PASSPHRASE_WORKER = /^\/assets\/argon2-worker-[\w-]{8,}\.js$/;

/** The policy that goes with the answer for a path of the app. */
export const policyOf = (path: string): string =>
  PASSPHRASE_WORKER.test(path) ? passphraseWorkerPolicy : headerPolicy;

/** Every header that goes with every answer of the node, by lower-case name. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': headerPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
