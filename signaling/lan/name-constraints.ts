/**
 * The extension that keeps an authority to some domains and networks (RFC 5280, 4.2.1.10), which
 * node-forge can carry and not make.
 */
import forge from 'node-forge';

const { asn1 } = forge;
const OID = '2.5.29.30';
/** Tags of a GeneralName (RFC 5280, 4.2.1.6). */
const DOMAIN = 2;
const ADDRESS = 7;

export type Extension = { readonly id: string; readonly critical: boolean; readonly value: string };

/**
 * @param domains each stands for itself and all below it
 * @param networks `a.b.c.d/n`; no IPv6 address is permitted then
 */
export function nameConstraints(
  domains: readonly string[],
  networks: readonly string[],
): Extension {
  const subtrees = [
    ...domains.map((domain) => subtree(DOMAIN, domain)),
    ...networks.map((network) => subtree(ADDRESS, addressAndMask(network))),
  ];
  const permitted = asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0, true, subtrees);
  const sequence = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [permitted]);
  return { id: OID, critical: true, value: asn1.toDer(sequence).getBytes() };
}

/** The permitted networks of a certificate of ours, `a.b.c.d/n`; none when it permits none. */
export function permittedNetworks(pem: string): readonly string[] {
  const all: readonly Extension[] = forge.pki.certificateFromPem(pem).extensions;
  const extension = all.find(({ id }) => id === OID);
  if (extension === undefined) return [];
  const sequence = asn1.fromDer(extension.value);
  const names = children(sequence).flatMap(children).flatMap(children);
  return names
    .filter(({ type, value }) => Number(type) === ADDRESS && value.length === 8)
    .map(({ value }) => networkText(Buffer.from(String(value), 'latin1')));
}

function subtree(tag: number, bytes: string): forge.asn1.Asn1 {
  const name = asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag, false, bytes);
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [name]);
}

/** Four bytes of the network and four of its mask, as a string of bytes. */
function addressAndMask(network: string): string {
  const [address = '', bits] = network.split('/');
  const mask = maskOf(Number(bits));
  const base = Buffer.from(address.split('.').map(Number)).map(
    (byte, at) => byte & (mask[at] ?? 0),
  );
  return Buffer.concat([base, mask]).toString('latin1');
}

function maskOf(bits: number): Buffer {
  const mask = Buffer.alloc(4);
  mask.writeUInt32BE(bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0);
  return mask;
}

function networkText(bytes: Buffer): string {
  const mask = bytes.readUInt32BE(4);
  return `${[...bytes.subarray(0, 4)].join('.')}/${mask.toString(2).replaceAll('0', '').length}`;
}

function children(node: forge.asn1.Asn1): readonly forge.asn1.Asn1[] {
  return Array.isArray(node.value) ? node.value : [];
}
