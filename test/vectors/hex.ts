/** Hex, as vector files write bytes. */

export const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));

export const toHex = (bytes: Uint8Array | null | undefined): string | null =>
  bytes ? Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') : null;
