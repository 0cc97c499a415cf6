/**
 * A page with nothing but stock Yjs and stock y-webrtc on it; what a test needs of them is put on
 * `window.stock`. The room and the server come from the address.
 */
import { WebrtcProvider } from 'y-webrtc';
import * as Y from 'yjs';

const wanted = new URLSearchParams(location.search);
const doc = new Y.Doc();
const provider = new WebrtcProvider(wanted.get('room') ?? '', doc, {
  signaling: [wanted.get('signaling') ?? ''],
  password: wanted.get('password') ?? undefined,
  // The stock default would ask public STUN servers.
  peerOpts: { config: { iceServers: [] } },
});

const stock = {
  write: (text: string) => doc.getText('text').insert(doc.getText('text').length, text),
  set: (key: string, value: string) => doc.getMap('map').set(key, value),
  read: () => ({ text: doc.getText('text').toString(), map: doc.getMap('map').toJSON() }),
  /** It has subscribed to its room, and said that it is there. */
  isAnnounced: () =>
    provider.room !== null && provider.signalingConns.every((each) => each.connected),
  /** How many others there are, by what connects them. */
  peers: () => ({
    webrtc: [...(provider.room?.webrtcConns.values() ?? [])].filter((each) => each.connected)
      .length,
    broadcast: provider.room?.bcConns.size ?? 0,
  }),
};

declare global {
  interface Window {
    stock: typeof stock;
  }
}
window.stock = stock;
