/** What somebody who knows nothing may ask, answered in a breath. */

import { msg } from '@lit/localize';
import { html } from 'lit';

export function questions() {
  return html`<section class="questions small" aria-label=${msg('Questions')}>
    <details>
      <summary>${msg('What happens to my messages?')}</summary>
      <p>
        ${msg(
          'They are locked on your device and opened only on your contact’s. While one of you is away they wait. No server keeps or reads them.',
        )}
      </p>
    </details>
    <details>
      <summary>${msg('Why should I trust that?')}</summary>
      <p>
        ${msg(
          'You need not trust the server: both of you see seven emoji. If they are the same, nobody stands between you.',
        )}
      </p>
    </details>
  </section>`;
}
