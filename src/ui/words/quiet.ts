/** Words of what one may keep to oneself, in the settings and in the details of a conversation. */

import { msg } from '@lit/localize';
import type { QuietPart } from '../../app/quiet.ts';

export function quietName(part: QuietPart): string {
  switch (part) {
    case 'receipts':
      return msg('Say what I have read');
    case 'typing':
      return msg('Say when I type');
    case 'presence':
      return msg('Say when I am here');
  }
}

export function quietExplained(part: QuietPart): string {
  switch (part) {
    case 'receipts':
      return msg(
        'Off: contacts see “Delivered” and never “Read”, also at messages that stood as read, and you do not see it of them. Delivery is always told, because keys are renewed by it. On again, what you read meanwhile is told.',
      );
    case 'typing':
      return msg('Off: nobody sees that you type, and you do not see it of others.');
    case 'presence':
      return msg(
        'Off: you appear as away, and typing is not told either. Messages may take half a minute longer. That your device is connected can still be seen: messages pass by it.',
      );
  }
}
