import { describe, expect, it } from 'vitest';
import { modulesToPath } from '../../../src/ui/qr-code/path.ts';

describe('the drawing of a QR code', () => {
  it('U-5: draws each run of dark modules once', () => {
    const dark = true;
    const light = false;
    expect(
      modulesToPath([
        [dark, dark, light, dark],
        [light, light, light, light],
        [light, dark, dark, dark],
      ]),
    ).toBe('M0 0h2v1h-2zM3 0h1v1h-1zM1 2h3v1h-3z');
  });
});
