import { type Standing, standingOf } from "./books";
import { type Asked, isFor } from "./may-land";
import type { Said, Steps } from "./moves";
import { type Block, type Database, type Row, type State, tipOf } from "./state";
import type { World } from "./world";

/** One database, and what those who work on it see: the rows, the tip, and where both stand. */
export interface Desk {
  readonly world: World;
  readonly state: State;
  readonly steps: Steps;
  readonly index: number;
  readonly database: Database;
  readonly tip: Block;
  readonly standing: Standing | null;
}

export function desksOf(world: World, state: State, steps: Steps): Desk[] {
  const tip = tipOf(state);
  return state.databases.map((database, index) => {
    return { world, state, steps, index, database, tip, standing: standingOf(world, database, tip) };
  });
}

/** A move that writes to this database, and leaves all else as it is or as `others` says. */
export function write(
  { state, steps, index, database }: Desk,
  { move, says, breach = null }: Said,
  change: Partial<Database>,
  others: Partial<State> = {},
): void {
  const databases = state.databases.with(index, { ...database, ...change });
  const name = databases.length === 1 ? "" : `database ${index + 1}: `;
  steps.add(move, () => name + says(), { ...state, ...others, databases }, breach);
}

export const withDay = ({ database }: Desk, day: number, row: Row): Partial<Database> => ({
  days: database.days.with(day, row),
});

/**
 * The request leaves. The signers may have been asked for the same text before: then the deadline that is in force is
 * told, since a later one would be a second text for one state.
 */
export function ask({ state, tip }: Desk, asked: Asked) {
  const wanted = { ...asked, deadline: tip.time + 1 };
  const known = state.texts.find((text) => isFor(text, wanted));
  if (known !== undefined) {
    const texts = state.texts.map((text) => (text === known ? { ...text, saidDead: false } : text));
    return { texts: known.saidDead ? texts : state.texts, deadline: known.deadline };
  }
  return { texts: [...state.texts, { ...wanted, signed: false, saidDead: false }], deadline: wanted.deadline };
}

/** An engine says that a text is dead. If that is wrong, it shows when the text lands. */
export const sayDead = ({ state }: Desk, asked: Asked): Partial<State> => ({
  texts: state.texts.map((text) => (isFor(text, asked) ? { ...text, saidDead: true } : text)),
});

/** The signers record the release: a request that they have not answered is not answered any more. */
export function release(desk: Desk, asked: Asked): Partial<State> {
  const { texts = [] } = sayDead(desk, asked);
  if (desk.world.mistake === "signs-what-was-released") return { texts };
  return { texts: texts.filter((text) => text.signed || !isFor(text, asked)) };
}
