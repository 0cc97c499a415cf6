/**
 * The scanner: a dialog with the live picture, a frame to aim with, and the way by a picture file
 * for who has no camera. What it reads goes on as a pasted link does.
 *
 * The camera runs only while the dialog is open and in sight: it ends with a code that was read,
 * with Escape and Close, when the page is hidden, and when the element leaves the page.
 */

import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing, svg, type PropertyValues } from 'lit';
import type { Commands } from '../../app/commands.ts';
import { speakAfter } from '../announcer.ts';
import { icons } from '../icons.ts';
import { keepEscape } from '../keep-escape.ts';
import { listen } from '../listen.ts';
import type { Platform } from '../platform.ts';
import { whileConnected } from '../store-controller.ts';
import type { RunningCamera } from './camera.ts';
import { createQrReader, type QrReader, type Reading } from './qr-reader.ts';
import { invitationTarget, type ScanTarget } from './target.ts';
import { createScanSession, type ScanState } from './session.ts';
import { styles } from './styles.ts';
import { watch } from './watch.ts';
import { failureWords, noteWords, stateWords, type ScanNote } from './words.ts';

export class GvScan extends LitElement {
  static override properties = {
    commands: { attribute: false },
    platform: { attribute: false },
    target: { attribute: false },
    scan: { state: true },
    note: { state: true },
    torch: { state: true },
  };
  static override styles = styles;

  declare commands: Commands;
  declare platform: Platform;
  /** Undefined: an invitation. */
  declare target: ScanTarget | undefined;
  declare scan: ScanState;
  declare note: ScanNote;
  declare torch: boolean;

  #session = createScanSession(
    () => this.platform.loadCameras(),
    (state) => this.#changed(state),
  );
  #reader: QrReader | undefined;
  #watching = new AbortController();
  /** The camera that was chosen, to be taken again after a rest. */
  #chosen: string | undefined;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.scan = { kind: 'starting' };
    this.note = 'none';
    this.torch = false;
    whileConnected(this, () => [
      listen(document, 'visibilitychange', () => this.#visibilityChanged()),
      listen(window, 'pagehide', () => this.#session.rest()),
      () => this.#session.rest(),
      () => this.#endReader(),
    ]);
  }

  override firstUpdated() {
    const dialog = this.#dialog;
    dialog?.showModal();
    if (dialog) speakAfter(dialog);
    if (document.visibilityState === 'visible') this.#start();
    else this.#session.rest();
  }

  override render() {
    const { scan } = this;
    return html`<dialog
      aria-labelledby="title"
      @close=${() => this.#closed()}
      @keydown=${keepEscape}
    >
      <div class="head">
        <h2 id="title">${this.#target.title()}</h2>
        <button class="icon-button" title=${msg('Close')} @click=${() => this.#dialog?.close()}>
          ${icons.close()}<span class="hidden-text">${msg('Close')}</span>
        </button>
      </div>
      <div class="stage" data-state=${scan.kind}>
        ${scan.kind === 'running' ? picture(scan.camera) : ''} ${this.#failure()}
      </div>
      <div class="words" role="status">
        <p>${stateWords(scan, this.#target.aim())}</p>
        <p class="note">${noteWords(this.note)}</p>
      </div>
      ${scan.kind === 'running' ? this.#choices(scan.camera) : ''}
      <div class="actions">
        <button class="button" @click=${() => this.#fileInput?.click()}>
          ${icons.picture()}${msg('Choose a picture')}
        </button>
        ${scan.kind === 'running' && scan.camera.hasTorch ? this.#torchButton(scan.camera) : ''}
        <input type="file" accept="image/*" hidden @change=${() => void this.#readPicture()} />
      </div>
    </dialog>`;
  }

  #failure() {
    if (this.scan.kind !== 'failed') return '';
    const { title, text, again } = failureWords(this.scan.failure);
    return html`<div class="failure" role="alert">
      <h3>${title}</h3>
      <p>${text}</p>
      ${
        again
          ? html`<button class="button" @click=${() => this.#start()}>${msg('Try again')}</button>`
          : ''
      }
    </div>`;
  }

  #choices({ choices, id }: RunningCamera) {
    if (choices.length < 2) return '';
    return html`<div class="choices">
      <label class="label" for="camera">${msg('Camera')}</label>
      <select id="camera" class="field" @change=${(event: Event) => this.#choose(event)}>
        ${choices.map(
          (choice, index) =>
            html`<option
              value=${choice.id}
              ?selected=${choice.id === id}
              translate=${choice.label === '' ? nothing : 'no'}
            >
              ${choice.label === '' ? msg(str`Camera ${index + 1}`) : choice.label}
            </option>`,
        )}
      </select>
    </div>`;
  }

  #torchButton(camera: RunningCamera) {
    return html`<button
      class="button"
      aria-pressed=${this.torch ? 'true' : 'false'}
      @click=${() => void this.#toggleTorch(camera)}
    >
      ${icons.torch()}${msg('Light')}
    </button>`;
  }

  override updated(changed: PropertyValues<this>) {
    super.updated(changed);
    if (!changed.has('scan') || this.scan.kind !== 'running') return;
    const video = this.renderRoot.querySelector('video');
    if (video === null) return;
    video.srcObject = this.scan.camera.stream;
    this.#watching = new AbortController();
    void watch(video, this.#openReader(), this.#watching.signal, (reading) => this.#take(reading));
  }

  #start() {
    this.note = 'none';
    void this.#session.start(this.#chosen);
  }

  #changed(state: ScanState) {
    this.#watching.abort();
    this.torch = false;
    this.scan = state;
  }

  #choose(event: Event) {
    this.#chosen = (event.target as HTMLSelectElement).value;
    this.#start();
  }

  async #toggleTorch(camera: RunningCamera) {
    const on = !this.torch;
    if (await camera.setTorch(on)) this.torch = on;
  }

  async #readPicture() {
    const input = this.#fileInput;
    const file = input?.files?.[0];
    if (input === null || file === undefined) return;
    this.note = 'reading-picture';
    const reading = await this.#openReader().read(file);
    input.value = '';
    if (!this.isConnected) return;
    if (reading.kind === 'nothing') this.note = 'picture-without-code';
    else this.#take(reading);
  }

  /** True when there is nothing more to look for. */
  #take(reading: Reading): boolean {
    switch (reading.kind) {
      case 'nothing':
        return false;
      case 'unreadable':
        this.note = 'not-a-picture';
        return false;
      case 'broken':
        this.note = 'reader-broken';
        this.#session.rest();
        return true;
      case 'text':
        return this.#takeText(reading.text);
    }
  }

  #takeText(text: string): boolean {
    const taken = this.#target.take(text);
    if (taken !== 'taken') {
      this.note = taken;
      return false;
    }
    this.#session.rest();
    this.#dialog?.close();
    return true;
  }

  #visibilityChanged() {
    if (document.visibilityState === 'hidden') this.#session.rest();
    else if (this.scan.kind === 'resting') this.#start();
  }

  #closed() {
    this.#session.rest();
    this.dispatchEvent(new CustomEvent('scan-closed'));
  }

  #openReader(): QrReader {
    this.#reader ??= createQrReader();
    return this.#reader;
  }

  #endReader() {
    this.#reader?.close();
    this.#reader = undefined;
  }

  get #target(): ScanTarget {
    return this.target ?? invitationTarget(this.commands);
  }

  get #dialog() {
    return this.renderRoot.querySelector('dialog');
  }

  get #fileInput() {
    return this.renderRoot.querySelector<HTMLInputElement>('input[type="file"]');
  }
}

function picture({ facesPerson }: RunningCamera) {
  return html`<video
      class=${facesPerson ? 'mirrored' : ''}
      aria-hidden="true"
      autoplay
      muted
      playsinline
    ></video>
    <svg class="aim" viewBox="0 0 100 100" aria-hidden="true">
      ${svg`<path d="M3 24V14A11 11 0 0 1 14 3h10M76 3h10a11 11 0 0 1 11 11v10M97 76v10a11 11 0 0 1-11 11H76M24 97H14A11 11 0 0 1 3 86V76" />`}
    </svg>`;
}

customElements.define('gv-scan', GvScan);

declare global {
  interface HTMLElementTagNameMap {
    'gv-scan': GvScan;
  }
}
