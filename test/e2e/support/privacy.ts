/** What every journey must leave behind: no error, no violation of the policy, no stranger asked. */
import { expect } from 'vitest';
import type { Person } from './person.ts';

export function expectQuiet(server: { readonly url: string }, ...people: readonly Person[]): void {
  const { host } = new URL(server.url);
  for (const { name, browser } of people) {
    expect(browser.errors, `errors of ${name}'s pages`).toEqual([]);
    const strangers = [...browser.requests].filter((address) => isForeign(address, host));
    expect(strangers, `requests of ${name}'s pages to others`).toEqual([]);
  }
}

/** Addresses such as data: and blob: lead nowhere. */
function isForeign(address: string, host: string): boolean {
  const url = new URL(address);
  return /^(https?|wss?):$/.test(url.protocol) && url.host !== host;
}
