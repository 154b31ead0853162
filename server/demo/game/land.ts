import type { BlockHeader, ChainSource } from "@/server/domain/ports";
import type { AssetUnit, Height, Hex, Slot } from "@/server/domain/units";
import { patiently } from "./patience";
import { nextBlock } from "./terms";

/** A signed transaction to be sent. */
export type Outgoing = {
  readonly hash: Hex;
  readonly bytes: Uint8Array;
  /** Higher than the wave of every transaction that it spends outputs of. */
  readonly wave: number;
  readonly validUntilSlot: Slot;
};

/** Where landed transactions show up: every one touches one of these. Cheaper than asking for each by its id. */
export type Watch = { readonly addresses: readonly string[]; readonly units: readonly AssetUnit[] };

export type OnLanding = (counts: { accepted: number; landed: number; total: number }) => void;

const CONCURRENT_SUBMISSIONS = 8;
/** A mempool may lose an accepted transaction: it is sent again after this many blocks without it. */
const RESEND_AFTER_BLOCKS = 15;
/** Blocks may be undone, so a transaction may land a little below the height at which it was sent. */
const ROLLBACK_MARGIN_BLOCKS = 20;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const GIVE_UP = { blocks: 60, ms: 90_000 };

/**
 * Submits the transactions, parents before children, and waits until all of them are in blocks of one chain. Sends the
 * same bytes again after a full mempool, a rate limit, a failing server or an unclear answer. Throws if bytes can never
 * be valid, if they expired, or if nothing moves any more.
 */
export async function landAll(
  source: ChainSource,
  transactions: readonly Outgoing[],
  watch: Watch,
  onLanding: OnLanding = () => {},
): Promise<void> {
  let tip = await patiently(() => source.tip());
  const fromHeight = Math.max(0, tip.height - ROLLBACK_MARGIN_BLOCKS);
  const round: Round = { source, pending: transactions, acceptedAt: new Map(), lastRefusal: null };
  const moved = { height: tip.height, ms: performance.now(), pending: transactions.length };
  for (let pauseMs = FIRST_PAUSE_MS; round.pending.length > 0; ) {
    const allAccepted = await sendDue(round, tip.height);
    report();
    const before = tip;
    tip = await nextBlock(source, tip, allAccepted ? undefined : pauseMs);
    pauseMs = allAccepted ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    if (tip.hash === before.hash) continue;
    const { height } = tip;
    const landed = await patiently(() => readLanded(source, watch, fromHeight, height));
    // Counted again each time: a rollback takes back a block's transactions.
    round.pending = transactions.filter(({ hash }) => !landed.has(hash));
    if (round.pending.length !== moved.pending)
      Object.assign(moved, { height: tip.height, ms: performance.now(), pending: round.pending.length });
    throwIfHopeless(round, tip, moved);
  }
  report();

  function report() {
    const landed = transactions.length - round.pending.length;
    const waiting = round.pending.filter(({ hash }) => round.acceptedAt.has(hash)).length;
    onLanding({ accepted: landed + waiting, landed, total: transactions.length });
  }
}

type Round = {
  readonly source: ChainSource;
  pending: readonly Outgoing[];
  readonly acceptedAt: Map<Hex, Height>;
  lastRefusal: string | null;
};

/** True when everything pending was accepted. Children wait until their parents' wave is accepted. */
async function sendDue(round: Round, height: Height): Promise<boolean> {
  const due = round.pending.filter(({ hash }) => {
    const acceptedAt = round.acceptedAt.get(hash);
    return acceptedAt === undefined || height - acceptedAt > RESEND_AFTER_BLOCKS;
  });
  const waves = [...new Set(due.map(({ wave }) => wave))].sort((a, b) => a - b);
  for (const wave of waves) {
    const queue = due.filter((transaction) => transaction.wave === wave);
    let refused = 0;
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        if (!(await sendOne(round, next, height))) refused++;
        // The server refuses several: it is overloaded. The rest is sent after a pause.
        if (refused >= CONCURRENT_SUBMISSIONS) return;
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT_SUBMISSIONS }, work));
    if (refused > 0) return false;
  }
  return true;
}

async function sendOne(round: Round, { hash, bytes }: Outgoing, height: Height): Promise<boolean> {
  const outcome = await round.source.submit(bytes);
  if (outcome.kind === "accepted") {
    round.acceptedAt.set(hash, height);
    return true;
  }
  round.lastRefusal = outcome.detail;
  // "All inputs spent" is also the answer to our own success. Only a block decides.
  if (round.acceptedAt.has(hash)) return true;
  if (outcome.kind === "rejected" && (await round.source.transactionPlace(hash)) === null)
    throw new Error(`Transaction ${hash} can never be valid: ${outcome.detail}`);
  return false;
}

async function readLanded(source: ChainSource, watch: Watch, from: Height, to: Height): Promise<Set<Hex>> {
  const lists = await Promise.all([
    ...watch.addresses.map((address) => source.addressTransactions(address, from, to)),
    ...watch.units.map((unit) => source.assetTransactions(unit, from, to)),
  ]);
  return new Set(lists.flat().map(({ hash }) => hash));
}

function throwIfHopeless(round: Round, tip: BlockHeader, moved: { height: Height; ms: number }): void {
  const [first] = round.pending;
  if (!first) return;
  const said = round.lastRefusal ? ` The last refusal: ${round.lastRefusal}` : "";
  const expired = round.pending.find(({ validUntilSlot }) => validUntilSlot <= tip.slot);
  if (expired)
    throw new Error(`Transaction ${expired.hash} is in no block and expired in slot ${expired.validUntilSlot}.${said}`);
  const stuck = tip.height - moved.height > GIVE_UP.blocks && performance.now() - moved.ms > GIVE_UP.ms;
  if (stuck) {
    throw new Error(
      `${round.pending.length} transactions are in no block after ${tip.height - moved.height} blocks, ${first.hash} first.${said}`,
    );
  }
}
