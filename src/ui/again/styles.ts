import { css } from 'lit';
import { emojiListStyles } from '../compare/emoji-list.ts';
import { checkBoxStyles } from '../theme/check-box.ts';
import { controls } from '../theme/controls.ts';
import { faceStyles } from '../theme/face.ts';
import { sheetStyles } from '../theme/sheet.ts';
import { waitingStyles } from '../theme/waiting.ts';

export const styles = [
  controls,
  checkBoxStyles,
  faceStyles,
  sheetStyles,
  waitingStyles,
  emojiListStyles,
  css`
    .giving {
      text-align: start;
    }

    .giving label {
      display: flex;
      align-items: center;
      gap: 0.7rem;
      min-block-size: 44px;
      cursor: pointer;
    }

    .giving p {
      margin: 0;
      padding-inline-start: 2.1rem;
    }
  `,
];
