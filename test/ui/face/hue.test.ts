import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameToHue } from '../../../src/ui/face.ts';

describe('the colour of a face', () => {
  it('U-23: is one of six for any name, and the same for the same name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect([0, 1, 2, 3, 4, 5]).toContain(nameToHue(name));
        expect(nameToHue(name)).toBe(nameToHue(`${name}`));
      }),
    );
  });

  it('U-23: differs between most names', () => {
    const hues = ['Ada', 'Bruno', 'Chloé', 'Dimitar', 'Esra', 'Frida', 'Ines', '陈蕾'].map(
      nameToHue,
    );
    expect(new Set(hues).size).toBeGreaterThan(3);
  });
});
