/**
 * What must hold once everything is well again: nothing lost, nothing forged,
 * nothing doubled, all readable, both screens equal. Gives words for what does not.
 */
import type { ProblemTag } from '../../src/app/problems.ts';
import type { Attempt, Saying } from './ledger.ts';
import { conversationsOf, directIds } from './pairing.ts';
import type { Person } from './person.ts';
import { MINUTE } from './plan.ts';
import { readScreen, type Line } from './screens.ts';
import type { Pair, World } from './world.ts';

type ScreenWorld = Pick<World, 'ledger'> & { readonly people: readonly Pick<Person, 'name'>[] };

export const findings = async (world: World): Promise<readonly string[]> => {
  if (world.bugs.length > 0) return world.bugs.map((bug) => `bug: ${textOf(bug)}`);
  const found: string[] = [];
  for (const pair of world.pairs) found.push(...(await pairFindings(world, pair)));
  for (const person of world.people) {
    found.push(...extraConversations(world, person), ...problemsOf(world, person));
  }
  return found;
};

const pairFindings = async (world: World, pair: Pair): Promise<readonly string[]> => {
  const { inviter, acceptor } = pair;
  const found: string[] = [];
  const shared = conversationsOf(pair);
  if (shared.length === 0) found.push(`${inviter.name} and ${acceptor.name} are not paired`);
  for (const id of shared) {
    const left = await readScreen(world, inviter, acceptor, id);
    const right = await readScreen(world, acceptor, inviter, id);
    if (!left || !right) found.push(`conversation ${id} does not open`);
    else found.push(...conversationFindings(world, id, pair, left, right));
  }
  return found;
};

/** A conversation that only one side has. */
const extraConversations = (world: World, person: Person): readonly string[] => {
  const shared = world.pairs.flatMap((pair) =>
    pair.inviter === person || pair.acceptor === person ? conversationsOf(pair) : [],
  );
  return directIds(person)
    .filter((id) => !shared.includes(id))
    .map((id) => `${person.name} has conversation ${id} alone`);
};

const conversationFindings = (
  world: World,
  id: string,
  { inviter, acceptor }: Pair,
  left: readonly Line[],
  right: readonly Line[],
): readonly string[] => {
  const found: string[] = [];
  const plain = ({ state: _state, ...line }: Line): string => JSON.stringify(line);
  const place = left.findIndex(
    (line, i) => right[i] === undefined || plain(line) !== plain(right[i]),
  );
  if (left.length !== right.length || place !== -1) {
    const at = place === -1 ? left.length : place;
    found.push(
      `screens differ at ${at} (${left.length}, ${right.length} messages): ` +
        `${JSON.stringify(left[at])} ${JSON.stringify(right[at])}`,
    );
  }
  for (const [person, screen] of [
    [inviter, left],
    [acceptor, right],
  ] as const) {
    const where = `on the screen of ${person.name}`;
    found.push(
      ...screenFindings(world, id, screen).map((finding) => `${finding} ${where}`),
      ...screen
        .filter((line) => line.by === person.number && line.state === 'device')
        .map((line) => `${textOf(line.body)} is not delivered ${where}`),
    );
  }
  return found;
};

/** What is wrong with one screen by itself. */
export const screenFindings = (
  world: ScreenWorld,
  id: string,
  screen: readonly Line[],
): readonly string[] => {
  const { ledger, people } = world;
  const found: string[] = [];
  const seen = new Set<Saying>();
  for (const line of screen) {
    if (line.author !== people[line.by]?.name) found.push(`"${line.author}" is nobody`);
    if (line.body.kind === 'sealed') found.push(`${line.id} is sealed`);
    if (line.body.kind !== 'text') continue;
    const saying = ledger.find(id, line.body.text);
    if (!saying || saying.by !== line.by) found.push(`forged: ${textOf(line.body)}`);
    else if (seen.has(saying)) found.push(`doubled: ${textOf(line.body)}`);
    else {
      seen.add(saying);
      found.push(...lineFindings(saying, line));
    }
  }
  const deleted = screen.filter(({ body }) => body.kind === 'deleted').length;
  return [...found, ...lostOf(world, id, seen, deleted)];
};

/** A text that is nowhere may be one that was deleted: those are told apart by number alone. */
const lostOf = (
  { ledger }: ScreenWorld,
  id: string,
  seen: ReadonlySet<Saying>,
  deleted: number,
): readonly string[] => {
  const missing = ledger.sayings.filter((each) => each.conversation === id && !seen.has(each));
  const mayBeDeleted = ({ deletions }: Saying): boolean =>
    deletions.some(({ outcome }) => outcome !== 'refused');
  const lost = missing.filter((each) => each.outcome === 'kept' && !mayBeDeleted(each));
  const erased = missing.filter(mayBeDeleted);
  const sure = erased.filter(({ outcome }) => outcome === 'kept').length;
  const isCountRight = sure <= deleted && deleted <= erased.length;
  return [
    ...lost.map(({ text }) => `lost: "${text}"`),
    ...(isCountRight ? [] : [`${deleted} deleted messages, ${sure} to ${erased.length} expected`]),
  ];
};

const lineFindings = (saying: Saying, line: Line): readonly string[] => {
  const found: string[] = [];
  const text = line.body.kind === 'text' ? line.body.text : '';
  if (saying.outcome === 'refused') found.push(`was refused and is there: "${text}"`);
  if (saying.deletions.some(({ outcome }) => outcome === 'kept')) {
    found.push(`was deleted and is there: "${text}"`);
  }
  const edits = [{ value: saying.text, outcome: 'kept' } as const, ...saying.edits];
  if (!isPossible(edits, text)) found.push(`"${text}" is not the latest edit of "${saying.text}"`);
  return [...found, ...reactionFindings(saying, line)];
};

const reactionFindings = ({ reactions }: Saying, line: Line): readonly string[] => {
  const keys = new Set([...line.reactions, ...reactions.map((r) => `${r.emoji} ${r.by}`)]);
  return [...keys].flatMap((key) => {
    const attempts = reactions.filter((each) => `${each.emoji} ${each.by}` === key);
    const start: Attempt<boolean> = { value: false, outcome: 'kept' };
    const isOn = line.reactions.includes(key);
    return isPossible([start, ...attempts], isOn) ? [] : [`reaction ${key} is ${String(isOn)}`];
  });
};

/** Whether a value can be what stands at the end: the latest that was kept, or one nobody knows of. */
const isPossible = <T>(attempts: readonly Attempt<T>[], value: T): boolean => {
  const latest = attempts.findLast(({ outcome }) => outcome === 'kept');
  return attempts.some(
    (each) => each.value === value && (each === latest || each.outcome === 'open'),
  );
};

const problemsOf = (world: World, person: Person): readonly string[] => {
  const explained = new Set<ProblemTag>();
  if (person.wasFull) explained.add('storage-full');
  if (isTimeDoubtful(world)) explained.add('clock-doubtful');
  // A contact who claims to hold what one never wrote cannot be told from an older copy of oneself.
  if (world.plan.steps.some((step) => step.do === 'mischief')) explained.add('forked');
  return [...person.problems()]
    .filter((tag) => !explained.has(tag))
    .map((tag) => `${person.name} is told of "${tag}"`);
};

const isTimeDoubtful = ({ plan }: World): boolean =>
  plan.people.some(({ clock }) => Math.abs(clock) >= 9 * MINUTE) ||
  plan.steps.some((step) => step.do === 'clock' || step.do === 'node-clock');

const textOf = (value: unknown): string =>
  value instanceof Error ? (value.stack ?? value.message) : JSON.stringify(value);
