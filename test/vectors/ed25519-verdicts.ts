/** What a suite says about the Ed25519 vectors; runs in Node and in browsers alike. */

import type { Suite } from '../../src/core/crypto/suite.ts';
import type { Case, VectorFile } from './cases.ts';
import { fromHex } from './hex.ts';

type SignatureCase = Case & { readonly msg: string; readonly sig: string };
type KeyGroup = { readonly publicKey: { readonly pk: string } };
export type Ed25519File = VectorFile<SignatureCase, KeyGroup>;

export type SpeccheckFile = {
  readonly cases: readonly {
    readonly message: string;
    readonly pub_key: string;
    readonly signature: string;
  }[];
};

/** The ids of the Wycheproof cases that were judged otherwise than their authors expect. */
export const misjudged = (suite: Suite, file: Ed25519File): readonly number[] =>
  file.groups.flatMap(({ group, tests }) =>
    tests
      .filter(
        ({ msg, sig, result }) =>
          suite.verify(fromHex(sig), fromHex(msg), fromHex(group.publicKey.pk)) !==
          (result === 'valid'),
      )
      .map(({ tcId }) => tcId),
  );

/** The numbers of the first ten ed25519-speccheck cases that are accepted. */
export const acceptedOfSpeccheck = (suite: Suite, file: SpeccheckFile): readonly number[] =>
  file.cases
    .slice(0, 10)
    .map(({ message, pub_key, signature }) =>
      suite.verify(fromHex(signature), fromHex(message), fromHex(pub_key)),
    )
    .flatMap((isAccepted, number) => (isAccepted ? [number] : []));

/**
 * The same of the engine's own Ed25519 (Web Cryptography Level 2), which we ask for no verdict; null
 * where there is none.
 */
export const nativelyAcceptedOfSpeccheck = async (
  file: SpeccheckFile,
): Promise<readonly number[] | null> => {
  const accepted: number[] = [];
  for (const [number, { message, pub_key, signature }] of file.cases.slice(0, 10).entries()) {
    const [text, key, sig] = [message, pub_key, signature].map((hex) => copy(fromHex(hex)));
    if (!text || !key || !sig) continue;
    try {
      const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
      if (await crypto.subtle.verify('Ed25519', imported, sig, text)) accepted.push(number);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotSupportedError') return null;
      // Some engines refuse the key already.
    }
  }
  return accepted;
};

const copy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
