/**
 * Passkeys of the browser that give secrets: WebAuthn Level 3 with the PRF
 * extension (https://www.w3.org/TR/webauthn-3/#prf-extension).
 *
 * The passkey proves nothing to anybody: no server knows it, no signature is
 * looked at. What counts is the secret that only it can make. The person is
 * verified each time, by whatever the passkey's own device asks for; a secret
 * made without that would be another one.
 */
import { err, ok, type Result } from '../../core/bytes/result.ts';
import type { PasskeyFailure, Passkeys } from '../../ports/passkeys.ts';

const SECRET_LENGTH = 32;
/** ES256, EdDSA and RS256 (IANA COSE Algorithms): no authenticator is without one of them. */
const ALGORITHMS = [-7, -8, -257];

export const createPasskeys = (): Passkeys => {
  const available = typeof PublicKeyCredential === 'function';

  const ask: Passkeys['ask'] = async (credential, salt) => {
    if (!available) return err('unsupported');
    const answer = await attempt(
      navigator.credentials.get({
        publicKey: {
          challenge: challenge(),
          allowCredentials: [{ type: 'public-key', id: copy(credential) }],
          userVerification: 'required',
          extensions: { prf: { eval: { first: copy(salt) } } },
        },
      }),
    );
    if (!answer.ok) return answer;
    return secretOf(answer.value) ?? err('unsupported');
  };

  return {
    available,
    ask,
    create: async (salt) => {
      if (!available) return err('unsupported');
      const made = await attempt(navigator.credentials.create({ publicKey: creation(salt) }));
      if (!made.ok) return made;
      const credential = new Uint8Array(made.value.rawId);
      if (made.value.getClientExtensionResults().prf?.enabled !== true) return err('unsupported');
      // Many give a secret only when they are asked the second time.
      const secret = secretOf(made.value) ?? (await ask(credential, salt));
      return secret.ok ? ok({ credential, secret: secret.value }) : secret;
    },
  };
};

/** No name of a person: passkeys are listed by the system, outside of the lock. */
const creation = (salt: Uint8Array): PublicKeyCredentialCreationOptions => ({
  challenge: challenge(),
  rp: { name: 'Grapevine' },
  user: {
    id: crypto.getRandomValues(new Uint8Array(16)),
    name: 'Grapevine',
    displayName: 'Grapevine',
  },
  pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
  authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
  attestation: 'none',
  extensions: { prf: { eval: { first: copy(salt) } } },
});

/** Nobody checks the answer to it; the browser wants one. */
const challenge = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(32));

const copy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** A refusal has many names, so that pages cannot tell them apart (WebAuthn 3, 14.5). */
const attempt = async (
  asked: Promise<Credential | null>,
): Promise<Result<PublicKeyCredential, PasskeyFailure>> => {
  try {
    const credential = await asked;
    return credential instanceof PublicKeyCredential ? ok(credential) : err('cancelled');
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return err(error.name === 'NotSupportedError' ? 'unsupported' : 'cancelled');
  }
};

const secretOf = (credential: PublicKeyCredential): Result<Uint8Array, never> | undefined => {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (!(first instanceof ArrayBuffer)) return undefined;
  return first.byteLength === SECRET_LENGTH ? ok(new Uint8Array(first)) : undefined;
};
