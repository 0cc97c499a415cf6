/** Which states are shown together, in the order in which a person meets them. */

export type Group = {
  readonly title: string;
  /** Names of states of the sandbox, with what they show. */
  readonly states: Readonly<Record<string, string>>;
};

export const groups: Readonly<Record<string, Group>> = {
  'first-minute': {
    title: 'The first minute',
    states: {
      opening: 'Opening, only for who waits',
      welcome: 'What this is, and a name',
      'welcome-nameless': 'Started without a name',
      'welcome-starting': 'Making the keys of a new profile',
      'welcome-invited': 'Came by an invitation link',
      'welcome-expired': 'Came by a link that has expired',
      'welcome-bad-link': 'Came by a link that was cut off',
      first: 'Started, nobody invited yet',
    },
  },
  inviting: {
    title: 'Inviting',
    states: {
      inviting: 'A link and its QR code',
      'inviting-share': 'Copied, where the system can share',
      'inviting-denied': 'The browser does not let us copy',
      'inviting-claimed': 'The contact is here, keys are exchanged',
      'inviting-raced': 'Two tried to use the link',
      'inviting-declined': 'Declined',
      'inviting-expired': 'Expired',
    },
  },
  accepting: {
    title: 'Being invited',
    states: {
      received: 'An invitation was opened',
      'received-busy': 'Accept was pressed',
      'received-which': 'Several profiles could accept it',
      'received-which-missing': 'None of them was chosen yet',
      'received-foreign': 'It meets at another server',
      'received-expired': 'It has expired',
      'received-own': 'It is our own',
      'received-known': 'It was accepted before',
      accepting: 'Accepted, waiting for the inviter',
      'accepting-used': 'Somebody was faster',
      'accepting-raced': 'Two tried to use the link',
      'accepting-expired': 'The inviter did not come in time',
    },
  },
  scanning: {
    title: 'Scanning a QR code',
    states: {
      scanning: 'The camera runs',
      'scanning-first': 'The same on the first screen',
      'scanning-many': 'Several cameras, and a light',
      'scanning-other': 'A code that is no invitation',
      'scanning-starting': 'The camera starts, the browser asks',
      'scanning-denied': 'The camera may not be used',
      'scanning-missing': 'There is no camera',
      'scanning-busy': 'Another program has it',
      'scanning-insecure': 'An address without cameras',
    },
  },
  comparing: {
    title: 'Comparing',
    states: {
      new: 'A new conversation, seven emoji offered',
      comparing: 'Comparing beside messages',
      'comparing-asked': 'Comparing while storage is asked about',
      'not-compared': 'Put off',
      mismatched: 'They did not match',
    },
  },
  list: {
    title: 'The list',
    states: {
      list: 'Every kind of conversation',
      'list-one': 'A single conversation',
      'list-many': 'Many conversations',
      'list-over': 'Invitations that ended',
      'offline-list': 'Offline',
      'no-webrtc': 'A browser without direct connections',
    },
  },
  conversation: {
    title: 'A conversation',
    states: {
      everyday: 'An ordinary one',
      conversation: 'Every kind of message, days, replies, reactions',
      empty: 'No message yet',
      short: 'Two messages',
      typing: 'The contact types',
      unread: 'The unread mark',
      arrived: 'New messages below while reading above',
      connecting: 'Connecting',
      offline: 'Offline',
      'long-words': 'Long names, words and addresses',
      'reads-leftward': 'Hebrew and English mixed',
    },
  },
  writing: {
    title: 'Writing and changing',
    states: {
      tools: 'What can be done with a message',
      reacting: 'Choosing a reaction',
      replying: 'Replying',
      editing: 'Editing',
      deleting: 'Deleting',
      'long-draft': 'Close to the limit',
      'too-long': 'Above the limit',
    },
  },
  details: {
    title: 'The details of a conversation',
    states: {
      details: 'Who it is, since when, how it is connected',
      'details-open': 'A long name, not compared yet',
      'safety-number': 'The safety number',
      'deleting-conversation': 'Deleting asks first',
      exporting: 'Exporting, before the form is chosen',
      'exporting-runs': 'Exporting a long conversation',
      'safety-scanning': 'A code that is no safety number',
    },
  },
  contacts: {
    title: 'The address book',
    states: {
      contacts: 'Everybody, by name',
      'contacts-beside': 'Beside a conversation in the list',
      'contacts-none': 'Nobody yet',
      'contacts-found': 'Found by a name, however it is written',
      contact: 'One of them',
      'contact-blocking': 'Blocking asks first',
      'contact-blocked': 'The conversation with who is blocked',
    },
  },
  settings: {
    title: 'Settings',
    states: {
      settings: 'The name, what contacts are told, what is kept',
      'settings-quiet': 'Less is told, notifications are on, nothing was promised',
      'settings-denied': 'The browser allows no notifications',
    },
  },
  lock: {
    title: 'The lock',
    states: {
      locked: 'Locked with a passphrase',
      'locked-wrong': 'That was not it; a passkey opens it too',
      'locked-missing': 'Nothing was typed',
      'locked-waiting': 'Too many wrong tries',
      'locked-passkey': 'Locked with a passkey, which was not used',
      'locked-opening': 'The passphrase is being tried',
      'settings-lock-new': 'Setting a passphrase',
      'settings-lock': 'What opens it, and when it locks by itself',
      'settings-lock-change': 'Changing the passphrase, or with the passkey',
    },
  },
  profiles: {
    title: 'Profiles',
    states: {
      'list-profiles': 'Something new in another profile',
      profiles: 'Going from one to another',
      'profiles-one': 'The only one',
      'profiles-adding': 'Adding one',
      'settings-profile': 'Removing asks first',
    },
  },
  devices: {
    title: 'The devices of a profile',
    states: {
      'devices-link': 'A link for another device',
      'devices-compare': 'Both devices show seven emoji',
      'devices-mismatched': 'They did not match',
      'devices-over': 'Two tried to use the link',
      devices: 'The list, while this one fetches what the others have',
      'device-removing': 'Removing asks first',
      'device-link-here': 'A new device that was given a link',
      'device-linking-here': 'The new device compares',
      'received-device': 'A device link where a profile is',
    },
  },
  notices: {
    title: 'Notices',
    states: {
      'ask-storage': 'Asking to keep the messages',
      'storage-refused': 'The browser makes no promise, as in a private window',
      install: 'Can be installed',
      update: 'A new version waits',
      updating: 'Updating',
      problems: 'Full device, damaged record, wrong clock',
      forked: 'A device was set back to an older copy',
      'problem-tabs': 'Changed in another tab',
      'problem-internal': 'A fault of ours',
      'problem-link': 'Links that are no invitations',
      'problem-key': 'The key of the device is gone',
      'blocked-insecure': 'Not a secure address',
      'blocked-storage': 'Storage is blocked, as in some private windows',
      'blocked-key': 'What is stored cannot be opened',
    },
  },
};
