import { idOf } from "./documents";
import { neverTaken } from "./may-land";
import { type Block, type Cancel, type Database, existing, type Row, type State, type Text } from "./state";
import type { World } from "./world";

/*
 * Brings a state into its one form: what can no longer matter is left out, so that states which differ in nothing that
 * a move or a check reads are one.
 */
export function settle(world: World, state: State): State {
  const chain = recent(world, state);
  const origin = existing(chain[0]).time;
  const { texts, cancels, databases, backup, rollbacksLeft, restoresLeft } =
    origin === 0 ? state : fromOrigin(origin, state);
  const final = existing(chain[0]);
  return {
    chain: origin === 0 ? chain : chain.map((block) => earlier(block, origin)),
    texts: texts.filter((text) => canMatter(world, text) && !neverTaken(world, final, text.binding)).sort(byText),
    cancels: cancels.filter(({ nonce }) => nonce >= final.binding.nonce).sort(byCancel),
    databases,
    backup: restoresLeft === 0 ? null : backup,
    rollbacksLeft,
    restoresLeft,
  };
}

/** A deadline that has passed finally ends all that is asked or signed for it, if the contract keeps deadlines. */
const canMatter = ({ mistake }: World, { deadline, signed }: Text): boolean =>
  deadline > 0 || (mistake === "deadline-ignored" && signed);

/**
 * The blocks that may still be rolled back, and the one before them. If no rollback will come any more, only the tip is
 * kept, as final: whoever waits for its depth may act now instead, since nothing needs to happen in between.
 */
function recent({ bounds }: World, { chain, rollbacksLeft }: State): State["chain"] {
  const most = rollbacksLeft === 0 ? 1 : bounds.depth + 1;
  return chain.length > most ? chain.slice(-most) : chain;
}

/** Times are counted from the final block's. A deadline that it has passed is 0. */
const fromOrigin = (origin: number, state: State): State => ({
  ...state,
  texts: state.texts.map((text) => ({ ...text, deadline: since(origin, text.deadline) })),
  databases: state.databases.map((database) => rowsFrom(origin, database)),
  backup: state.backup && rowsFrom(origin, state.backup),
});

const since = (origin: number, time: number): number => (time > origin ? time - origin : 0);

const earlier = (block: Block, origin: number): Block => ({
  ...block,
  time: since(origin, block.time),
  deadline: since(origin, block.deadline),
});

const rowsFrom = (origin: number, database: Database): Database => ({
  ...database,
  days: database.days.map((row) => rowFrom(origin, row)),
  resume: database.resume && { ...database.resume, deadline: since(origin, database.resume.deadline) },
});

const rowFrom = (origin: number, row: Row): Row =>
  row.state === "PROPOSED" && row.deadline > 0 ? { ...row, deadline: since(origin, row.deadline) } : row;

const byText = (a: Text, b: Text): number => a.binding.id - b.binding.id || idOf(a.plan) - idOf(b.plan);
const byCancel = (a: Cancel, b: Cancel): number => a.nonce - b.nonce || idOf(a.plan) - idOf(b.plan);
