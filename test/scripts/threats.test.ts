import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const threats = readFileSync(new URL('../../docs/THREATS.md', import.meta.url), 'utf8');

const section = (title: string): string =>
  threats.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? '';

const promises = section('What is promised').match(/^\d+\. /gm) ?? [];
const adversaries = [...section('Who, against what').matchAll(/^### (.+)$/gm)].map((m) => m[1]);
const rows = section('At a glance')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => line.split('|').slice(1, -1))
  .map((cells) => cells.map((cell) => cell.trim()));

describe('the table of threats', () => {
  it('H-106: names every adversary that is described, in the same order', () => {
    expect(rows.map(([name]) => name)).toEqual(adversaries);
    expect(adversaries.length).toBeGreaterThan(10);
  });

  it('H-106: says of each promise whether it is held, after what, or not', () => {
    for (const [, ...cells] of rows) {
      expect(cells).toHaveLength(promises.length);
      for (const cell of cells) expect(cell).toMatch(/^(held|after|not)\b/);
    }
  });
});
