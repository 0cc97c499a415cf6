/**
 * Times in words: the clock as this person's system writes it, days by name
 * while they are near.
 */

import { msg } from '@lit/localize';
import { getLocale } from './locale.ts';

const DAY = 24 * 3600 * 1000;

/** "14:05" or "2:05 PM". */
export function timeOfDay(time: number): string {
  return format(time, { hour: 'numeric', minute: '2-digit' });
}

/** The first time that is written in words takes long: browsers then load how this is done where. */
export function prepareTimes(): void {
  timeOfDay(0);
}

/** "Today", "Yesterday", "Monday", "3 March", "3 March 2024". */
export function dayName(time: number, now: number): string {
  const days = daysBetween(time, now);
  if (days === 0) return msg('Today');
  if (days === 1) return msg('Yesterday');
  if (days > 1 && days < 7) return format(time, { weekday: 'long' });
  if (sameYear(time, now)) return format(time, { day: 'numeric', month: 'long' });
  return format(time, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** For the list: the time today, the day's name this week, the date before. */
export function shortTime(time: number, now: number): string {
  const days = daysBetween(time, now);
  if (days === 0) return timeOfDay(time);
  if (days > 0 && days < 7) return format(time, { weekday: 'short' });
  if (sameYear(time, now)) return format(time, { day: 'numeric', month: 'short' });
  return format(time, { day: 'numeric', month: 'numeric', year: '2-digit' });
}

/** Day and time in full, as for a tooltip or a clock that was wrong. */
export function fullTime(time: number): string {
  return format(time, { dateStyle: 'long', timeStyle: 'short' });
}

/** "Tuesday, 14:05": enough within the days that an invitation lives. */
export function soonTime(time: number): string {
  return format(time, { weekday: 'long', hour: 'numeric', minute: '2-digit' });
}

/** For the `datetime` attribute of `<time>`. */
export function machineTime(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/** "2026-03-01T14:05:09+01:00": the person's own time and how far it is from UTC (RFC 3339). */
export function zonedTime(time: number): string {
  const ahead = -new Date(time).getTimezoneOffset();
  const local = new Date(time + ahead * 60_000);
  if (Number.isNaN(local.getTime())) return '';
  const two = (value: number) => String(Math.trunc(value)).padStart(2, '0');
  const zone = `${ahead < 0 ? '-' : '+'}${two(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}`;
  return `${local.toISOString().slice(0, 19)}${zone}`;
}

export function isSameDay(a: number, b: number): boolean {
  return startOfDay(a) === startOfDay(b);
}

function daysBetween(time: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(time)) / DAY);
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

function sameYear(a: number, b: number): boolean {
  return new Date(a).getFullYear() === new Date(b).getFullYear();
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(time: number, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return '';
  const key = `${getLocale()} ${JSON.stringify(options)}`;
  let formatter = formats.get(key);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat(regionalLocale(), options);
    formats.set(key, formatter);
  }
  return formatter.format(date);
}

/** The person's own region where it speaks the language shown: en-GB rather than en. */
export function regionalLocale(): string {
  const language = getLocale().split('-')[0];
  const wished = globalThis.navigator?.languages ?? [];
  return wished.find((locale) => locale.split('-')[0] === language) ?? getLocale();
}
