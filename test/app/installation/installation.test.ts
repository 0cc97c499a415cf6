import { describe, expect, it } from 'vitest';
import { createOpenGate, type Gate } from '../../../src/app/installation/gate.ts';
import { createFakeDeviceKey } from '../../../src/effects/platform/fake-device-key.ts';
import { ok } from '../../../src/core/bytes/result.ts';
import { begin, createStreet, introduce, profileIdOf, textsOf } from './house.ts';

describe('an installation with one profile', () => {
  it('A-280: behaves as one program on the database it always had', async () => {
    const street = createStreet();
    const home = street.house(1);
    const app = await home.open();
    expect(app.snapshot().phase).toBe('welcome');
    await app.commands.createProfile('Alice');
    expect(app.snapshot().phase).toBe('ready');
    expect(app.snapshot().profiles).toEqual([
      { id: 'first', name: 'Alice', unread: 0, isShown: true },
    ]);
    const bob = await begin(street.house(2), 'Bob');
    await introduce(street, app, bob);
    await bob.commands.send('Hello', undefined);
    await street.time.advance(5_000);
    expect(textsOf(app)).toEqual(['Hello']);
    expect(home.disks.get('grapevine')?.rows().length).toBeGreaterThan(5);
    expect(home.disks.get('grapevine-installation')?.rows()).toEqual([]);
  });
});

describe('several profiles', () => {
  it('A-281: each has its own conversations, and all of them go on while another is shown', async () => {
    const street = createStreet();
    const home = street.house(1);
    const app = await begin(home, 'Alice');
    const [bob, carol] = [
      await begin(street.house(2), 'Bob'),
      await begin(street.house(3), 'Carol'),
    ];
    await introduce(street, app, bob);
    expect(await app.commands.addProfile('  Work  ')).toBe(true);
    expect(app.snapshot().profile?.name).toBe('Work');
    expect(app.snapshot().conversations).toEqual([]);
    await introduce(street, app, carol);
    await bob.commands.send('To Alice', undefined);
    await carol.commands.send('To Work', undefined);
    await street.time.advance(5_000);

    expect(textsOf(app)).toEqual(['To Work']);
    const shown = app
      .snapshot()
      .profiles.map(({ name, unread, isShown }) => [name, unread, isShown]);
    expect(shown).toEqual([
      ['Alice', 1, false],
      ['Work', 1, true],
    ]);
    await app.commands.showProfile(profileIdOf(app, 'Alice'));
    expect(textsOf(app)).toEqual(['To Alice']);
    expect(street.bugs).toEqual([]);
  });

  it('A-522: each stands with its picture where they are listed, whichever is shown', async () => {
    const street = createStreet();
    const app = await begin(street.house(1), 'Alice');
    const webp = Uint8Array.from(
      Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64'),
    );
    expect(await app.commands.setPicture(webp)).toBe(true);
    await app.commands.addProfile('Work');
    await street.time.advance(1_000);
    const pictures = () => app.snapshot().profiles.map(({ picture }) => picture);
    expect(pictures()).toEqual([webp, undefined]);
    await app.commands.showProfile(profileIdOf(app, 'Alice'));
    expect(pictures()).toEqual([webp, undefined]);
    await app.commands.setPicture(undefined);
    expect(pictures()).toEqual([undefined, undefined]);
  });

  it('A-282: the one that was shown last is shown by a new tab', async () => {
    const street = createStreet();
    const home = street.house(1);
    const app = await begin(home, 'Alice');
    await app.commands.addProfile('Work');
    app.close();
    expect((await home.open()).snapshot().profile?.name).toBe('Work');
  });

  it('A-283: another tab hears of a profile that was added, renamed or removed', async () => {
    const street = createStreet();
    const home = street.house(1);
    const here = await begin(home, 'Alice');
    const there = await home.open();
    await here.commands.addProfile('Work');
    await street.time.advance(1_000);
    const names = () => there.snapshot().profiles.map(({ name }) => name);
    expect(names()).toEqual(['Alice', 'Work']);
    expect(there.snapshot().profile?.name).toBe('Alice');
    await here.commands.rename('Office');
    await street.time.advance(1_000);
    expect(names()).toEqual(['Alice', 'Office']);
    await there.commands.showProfile(profileIdOf(there, 'Office'));
    await here.commands.removeProfile(profileIdOf(here, 'Office'));
    await street.time.advance(1_000);
    expect(names()).toEqual(['Alice']);
    expect(there.snapshot().profile?.name).toBe('Alice');
  });

  it('A-284: two tabs that add at once lose neither', async () => {
    const home = createStreet().house(1);
    const here = await begin(home, 'Alice');
    const there = await home.open();
    await Promise.all([here.commands.addProfile('Work'), there.commands.addProfile('Club')]);
    const again = await home.open();
    expect(
      again
        .snapshot()
        .profiles.map(({ name }) => name)
        .toSorted(),
    ).toEqual(['Alice', 'Club', 'Work']);
  });

  it('A-285: a removed one takes its database along, if not at once then at the next start', async () => {
    const home = createStreet().house(1);
    const app = await begin(home, 'Alice');
    await app.commands.addProfile('Work');
    const id = profileIdOf(app, 'Work');
    expect(home.disks.has(`grapevine-${id}`)).toBe(true);
    home.stuck = true;
    expect(await app.commands.removeProfile(id)).toBe(true);
    expect(app.snapshot().profile?.name).toBe('Alice');
    expect(home.disks.has(`grapevine-${id}`)).toBe(true);
    home.stuck = false;
    app.close();
    const again = await home.open();
    await Promise.resolve();
    expect(again.snapshot().profiles).toHaveLength(1);
    await expect.poll(() => home.disks.has(`grapevine-${id}`)).toBe(false);
    expect(await again.commands.removeProfile('first')).toBe(false);
    expect(home.disks.has('grapevine')).toBe(true);
  });

  it('A-286: opening a conversation of another one shows that one', async () => {
    const street = createStreet();
    const app = await begin(street.house(1), 'Alice');
    const bob = await begin(street.house(2), 'Bob');
    await introduce(street, app, bob);
    const id = app.snapshot().conversations[0]?.id ?? '';
    await app.commands.addProfile('Work');
    await app.commands.openConversation(id);
    expect(app.snapshot().profile?.name).toBe('Alice');
    expect(app.snapshot().open?.id).toBe(id);
  });
});

describe('an invitation', () => {
  it('A-289: goes to the profile that is chosen for it, and that one alone accepts', async () => {
    const street = createStreet();
    const bob = await begin(street.house(2), 'Bob');
    await bob.commands.invite();
    const { open } = bob.snapshot();
    const home = street.house(1);
    const first = await begin(home, 'Alice');
    await first.commands.addProfile('Work');
    await first.commands.readInvitation(open?.kind === 'inviting' ? open.link : '');
    first.close();

    const app = await home.open();
    expect(app.snapshot().profile?.name).toBe('Work');
    expect(app.snapshot().invitation?.inviter).toBe('Bob');
    await app.commands.acceptInvitationAs('first');
    expect(app.snapshot().profile?.name).toBe('Alice');
    expect(app.snapshot().open?.kind).toBe('accepting');
    await street.time.advance(10_000);
    expect(bob.snapshot().conversations.map(({ title }) => title)).toEqual(['Alice']);
    await app.commands.showProfile(profileIdOf(app, 'Work'));
    expect(app.snapshot().invitation).toBeUndefined();
    expect(app.snapshot().conversations).toEqual([]);
  });
});

describe('locking', () => {
  const createGate = () => {
    let unlock = (): void => undefined;
    let shut = (): void => undefined;
    const gate: Gate = {
      ...createOpenGate(createFakeDeviceKey()),
      key: async (locked) => {
        locked();
        await new Promise<void>((resolve) => (unlock = resolve));
        return ok(new Uint8Array(32).fill(9));
      },
      whenLocked: (run) => (shut = run),
    };
    return { gate, unlock: () => unlock(), lock: () => shut() };
  };

  it('A-287: nothing is opened and nothing told before the gate gives the key, nor after "lock now"', async () => {
    const street = createStreet();
    const home = street.house(1);
    const { gate, unlock, lock } = createGate();
    const app = home.tab(gate);
    void app.start();
    await street.time.advance(100);
    expect(app.snapshot().phase).toBe('locked');
    expect(home.disks.size).toBe(0);
    unlock();
    await expect.poll(() => app.snapshot().phase).toBe('welcome');
    await app.commands.createProfile('Alice');
    const bob = await begin(street.house(2), 'Bob');
    await introduce(street, app, bob);
    await app.commands.addProfile('Work');

    lock();
    await street.time.advance(100);
    const locked = app.snapshot();
    expect(locked).toMatchObject({ phase: 'locked', profiles: [], conversations: [], alerts: [] });
    expect(JSON.stringify(locked)).not.toMatch(/Alice|Work|Bob/);
    expect(await app.commands.addProfile('Club')).toBe(false);
    await bob.commands.send('While locked', undefined);
    await street.time.advance(60_000);
    expect(JSON.stringify(app.snapshot())).not.toMatch(/Alice|Work|Bob|While/);

    unlock();
    await expect.poll(() => app.snapshot().phase).toBe('ready');
    await app.commands.showProfile('first');
    await street.time.advance(60_000);
    expect(textsOf(app)).toEqual(['While locked']);
    expect(street.bugs).toEqual([]);
  });

  it('A-288: an invitation that is opened while locked is shown once that ends', async () => {
    const street = createStreet();
    const bob = await begin(street.house(2), 'Bob');
    await bob.commands.invite();
    const { open } = bob.snapshot();
    const { gate, unlock } = createGate();
    const app = street.house(1).tab(gate);
    void app.start();
    await street.time.advance(100);
    await app.commands.readInvitation(open?.kind === 'inviting' ? open.link : '');
    unlock();
    await expect.poll(() => app.snapshot().invitation?.inviter).toBe('Bob');
  });
});
