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
