/** What every journey must leave behind: no error, no violation of the policy, no stranger asked. */
import { expect } from 'vitest';
import type { Person } from './person.ts';
import { isForeign } from './strangers.ts';

export function expectQuiet(server: { readonly url: string }, ...people: readonly Person[]): void {
  const hosts = new Set([new URL(server.url).host]);
  for (const { name, browser } of people) {
    expect(browser.errors.filter(isOurs), `errors of ${name}'s pages`).toEqual([]);
    const asked = [...browser.requests].filter((address) => isForeign(address, hosts));
    expect([...asked, ...browser.strangers()], `whom ${name}'s pages asked`).toEqual([]);
  }
}

/** Firefox tells as an error of every try to reach a node that is gone, and of direct links that broke. */
export function isOurs(error: string): boolean {
  return !/can.t establish a connection|was interrupted|WebRTC: ICE failed/.test(error);
}
