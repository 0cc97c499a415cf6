import { css } from 'lit';
import { controls } from '../theme/controls.ts';
import { faceStyles } from '../theme/face.ts';
import { sheetStyles } from '../theme/sheet.ts';

export const styles = [
  controls,
  faceStyles,
  sheetStyles,
  css`
    .sheet {
      inline-size: min(100%, 34rem);
    }
  `,
];
