/**
 * The names of the 64 emoji that two people compare, in the order of the
 * Matrix specification's table of short authentication strings (Client-Server
 * API, "SAS method: emoji"). People may read them out over a telephone, so
 * each name stands for one emoji alone.
 */

import { msg } from '@lit/localize';

const names: readonly (() => string)[] = [
  () => msg('Dog'),
  () => msg('Cat'),
  () => msg('Lion'),
  () => msg('Horse'),
  () => msg('Unicorn'),
  () => msg('Pig'),
  () => msg('Elephant'),
  () => msg('Rabbit'),
  () => msg('Panda'),
  () => msg('Rooster'),
  () => msg('Penguin'),
  () => msg('Turtle'),
  () => msg('Fish'),
  () => msg('Octopus'),
  () => msg('Butterfly'),
  () => msg('Flower'),
  () => msg('Tree'),
  () => msg('Cactus'),
  () => msg('Mushroom'),
  () => msg('Globe'),
  () => msg('Moon'),
  () => msg('Cloud'),
  () => msg('Fire'),
  () => msg('Banana'),
  () => msg('Apple'),
  () => msg('Strawberry'),
  () => msg('Corn'),
  () => msg('Pizza'),
  () => msg('Cake'),
  () => msg('Heart'),
  () => msg('Smiley'),
  () => msg('Robot'),
  () => msg('Hat'),
  () => msg('Glasses'),
  () => msg('Spanner'),
  () => msg('Santa'),
  () => msg('Thumbs Up'),
  () => msg('Umbrella'),
  () => msg('Hourglass'),
  () => msg('Clock'),
  () => msg('Gift'),
  () => msg('Light Bulb'),
  () => msg('Book'),
  () => msg('Pencil'),
  () => msg('Paperclip'),
  () => msg('Scissors'),
  () => msg('Lock'),
  () => msg('Key'),
  () => msg('Hammer'),
  () => msg('Telephone'),
  () => msg('Flag'),
  () => msg('Train'),
  () => msg('Bicycle'),
  () => msg('Aeroplane'),
  () => msg('Rocket'),
  () => msg('Trophy'),
  () => msg('Ball'),
  () => msg('Guitar'),
  () => msg('Trumpet'),
  () => msg('Bell'),
  () => msg('Anchor'),
  () => msg('Headphones'),
  () => msg('Folder'),
  () => msg('Pin'),
];

/** `index` is 0 to 63. */
export function emojiName(index: number): string {
  return names[index]?.() ?? '';
}
