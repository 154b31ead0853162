import { and, desc, eq, inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { topUp, user } from "@/db/schema";
import type { Amount } from "@/server/domain/contract/amount";
import { type Forecast, forecastOf } from "@/server/domain/metrics/forecast";
import { OPEN_TOP_UP_STATES } from "@/server/domain/top-up/states";
import type { Hex, Lovelace } from "@/server/domain/units";
import { findHold, sayHeld } from "../chain-hold/find-hold";
import { readRunway } from "../day/runway";
import { findPause, sayPaused } from "../engine-pause/find-pause";
import { type LivePool, loadLivePool } from "../pool/load-pool";
import type { TopUpRow } from "./top-ups";
import { whyBusyNow } from "./why-busy";

const MOST_SHOWN = 20;

export type ShownTopUp = Pick<
  TopUpRow,
  "id" | "state" | "lovelace" | "tokens" | "detail" | "sinceMs" | "txHash" | "feeLovelace" | "validUntilMs"
> & { readonly name: string };

export type TopUpView = {
  /** Null while there is no pool to add to. */
  readonly pool: {
    readonly held: Amount;
    readonly freeLovelace: Lovelace;
    readonly reserveLovelace: Lovelace;
    readonly minDeposit: Amount;
    /** The prize asset's name; null where prizes are ADA. */
    readonly tokenName: string | null;
    /** Null before there are rules. */
    readonly forecast: Forecast | null;
  } | null;
  /** Why a deposit has to wait, in words; null if none has to. */
  readonly busy: string | null;
  /** The reader's own, open; while it waits for that, with the bytes to sign and the hashes of the keys that sign. */
  readonly own: (ShownTopUp & { readonly txBytes: Hex | null; readonly signers: readonly Hex[] }) | null;
  /** Everybody's, newest first. */
  readonly newest: readonly ShownTopUp[];
};

/** What the page about deposits shows to a person. Reads the database alone. */
export async function readTopUps(db: Database, userId: string): Promise<TopUpView> {
  const live = await loadLivePool(db);
  const all = () =>
    db.select({ row: topUp, name: user.name }).from(topUp).innerJoin(user, eq(user.id, topUp.userId)).$dynamic();
  const rows = await all().orderBy(desc(topUp.writtenAt)).limit(MOST_SHOWN);
  // Of everybody's newest it may be none.
  const isOpen = inArray(topUp.state, [...OPEN_TOP_UP_STATES]);
  const [mine] = await all().where(and(eq(topUp.userId, userId), isOpen));
  const runway = live ? await readRunway(db) : null;
  return {
    pool: live && {
      held: live.held,
      freeLovelace: runway?.free ?? 0n,
      reserveLovelace: live.settings.reserveLovelace,
      minDeposit: live.settings.minDeposit,
      tokenName: live.settings.prizeAsset?.label ?? null,
      forecast: runway && forecastOf(runway),
    },
    busy: live && (await whyWaits(db, live)),
    own: mine ? ownOf(mine) : null,
    newest: rows.map(shownOf),
  };
}

async function whyWaits(db: Database, live: LivePool): Promise<string | null> {
  const pause = await findPause(db);
  if (pause) return sayPaused(pause);
  const hold = await findHold(db);
  return hold ? sayHeld(hold) : whyBusyNow(db, live);
}

function ownOf(mine: { readonly row: TopUpRow; readonly name: string }): NonNullable<TopUpView["own"]> {
  const { state, txBytes, signers } = mine.row;
  const toSign = state === "BUILT" ? { txBytes, signers: signers ?? [] } : { txBytes: null, signers: [] };
  return { ...shownOf(mine), ...toSign };
}

function shownOf({ row, name }: { readonly row: TopUpRow; readonly name: string }): ShownTopUp {
  const { id, state, lovelace, tokens, detail, sinceMs, txHash, feeLovelace, validUntilMs } = row;
  return { id, state, lovelace, tokens, detail, sinceMs, txHash, feeLovelace, validUntilMs, name };
}
