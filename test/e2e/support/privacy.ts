/** What every journey must leave behind: no error, no violation of the policy, no stranger asked. */
import { expect } from 'vitest';
import type { Person } from './person.ts';
import { isForeign } from './strangers.ts';

export function expectQuiet(server: { readonly url: string }, ...people: readonly Person[]): void {
  const hosts = new Set([new URL(server.url).host]);
  for (const { name, browser } of people) {
    expect(browser.errors, `errors of ${name}'s pages`).toEqual([]);
    const asked = [...browser.requests].filter((address) => isForeign(address, hosts));
    expect([...asked, ...browser.strangers()], `whom ${name}'s pages asked`).toEqual([]);
  }
}
