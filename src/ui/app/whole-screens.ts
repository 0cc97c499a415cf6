/** The screens that take everything: while storage opens, and where the program cannot run. */

import { msg } from '@lit/localize';
import { html } from 'lit';
import type { Snapshot } from '../../app/snapshot.ts';
import { mark } from '../icons.ts';
import { problemWords } from '../words/problems.ts';

export function openingScreen() {
  return html`<main class="whole opening" aria-busy="true">
    ${mark()}
    <h1 class="hidden-text" translate="no">Grapevine</h1>
    <p class="soft">${msg('Opening…')}</p>
  </main>`;
}

export function blockedScreen(snapshot: Snapshot) {
  const problems = snapshot.problems.map((problem) => problemWords(problem.tag, ''));
  const canReload = problems.some((words) => words.remedy === 'reload');
  return html`<main class="whole">
    ${mark()}
    <h1 class="hidden-text" translate="no">Grapevine</h1>
    ${problems.map(
      (words) =>
        html`<section class="why" role="alert">
          <h2>${words.title}</h2>
          <p>${words.text}</p>
        </section>`,
    )}
    ${
      canReload
        ? html`<button class="button main" @click=${() => location.reload()}>
            ${msg('Reload')}
          </button>`
        : ''
    }
  </main>`;
}
