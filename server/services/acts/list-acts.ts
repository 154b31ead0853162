import { inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { user } from "@/db/schema";
import { type ActFate, isAlive, type Voided } from "@/server/domain/contract/act-fate";
import type { ActName } from "@/server/domain/contract/typed-act";
import { newOperatorOf } from "@/server/domain/contract/wanted-act";
import type { Hex } from "@/server/domain/units";
import { type EffectInWords, sayActEffect } from "@/server/words/act-effect";
import { namesByKey } from "../approval/signatures";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { isPoolClosed, type LivePool, loadLivePool, whyNoPool } from "../pool/load-pool";
import { missingOf } from "../pool-commands/plan-act";
import { type ActRow, actsBefore, actsForNonce } from "./internal/act-rows";
import { type ActSignatureRow, actSignatures, countedOf } from "./internal/act-signatures";
import { askedOf } from "./internal/asked";
import { fatesOf, wantedOfRow } from "./internal/fates";
import { whatItVoids } from "./internal/what-it-voids";

/** Who did something to an act, and when (machine's clock). `name` is null of an account that is gone. */
type Deed = { readonly name: string | null; readonly atMs: number };

export type ActSignatureView = {
  readonly publicKey: Hex;
  /** Who enrolled the key here. */
  readonly name: string | null;
  readonly atMs: number;
  readonly via: string;
  /** A new key's, which consents. */
  readonly isConsent: boolean;
};

export type ActView = {
  readonly id: number;
  readonly name: ActName;
  readonly text: string;
  readonly reason: string;
  readonly proposed: Deed;
  readonly fate: ActFate;
  readonly withdrawn: Deed | null;
  /** Somebody asked for it, and the engine sends it. */
  readonly sending: (Deed & { readonly txHash: Hex | null }) | null;
  /** What the source said last, or why it was not sent. */
  readonly outcome: string | null;
  readonly signatures: readonly ActSignatureView[];
};

/** One that can still land: what it does and what it needs. */
export type LiveActView = ActView & {
  readonly effect: EffectInWords;
  readonly voids: readonly Voided[];
  readonly threshold: number;
  readonly approvals: number;
  /** Approvers, and a new key, whose signature is not there. */
  readonly unsigned: readonly { readonly publicKey: Hex; readonly name: string | null; readonly isConsent: boolean }[];
  /** Stored ones that the ledger would refuse. */
  readonly refused: readonly Hex[];
  /** In words; empty if it can be sent. */
  readonly missing: readonly string[];
  /** A new operator's key hash, which signs the transaction; null if there is none. */
  readonly newOperator: Hex | null;
};

export type ActList = {
  readonly pool: LivePool | null;
  readonly nowMs: number;
  /** What can still land, also what was withdrawn once somebody has signed it. Newest first. */
  readonly live: readonly LiveActView[];
  /** What has ended, or was withdrawn unsigned; newest first. */
  readonly ended: readonly ActView[];
  /** Of people here, by their key: the approvers', and those of every key that is named above. */
  readonly names: ReadonlyMap<Hex, string>;
  /** More of them are there, older than this id; null if not. */
  readonly olderThan: number | null;
};

const ENDED_ON_PAGE = 20;

/** The pool's acts as the console shows them. `before` is where an earlier page ended. Throws ServiceError. */
export async function listActs({ db }: Pick<Context, "db">, before: number | null = null): Promise<ActList> {
  const [pool, now] = [await loadLivePool(db), await chainNow(db)];
  if (!now || (!pool && !(await isPoolClosed(db)))) throw new ServiceError("unavailable", await whyNoPool(db));
  const present = pool ? await actsForNonce(db, pool.datum.nonce) : [];
  const older = await actsBefore(db, before, ENDED_ON_PAGE + present.length + 1);
  const rows = [...present, ...older.filter(({ id }) => !present.some((row) => row.id === id))];
  const fates = await fatesOf(db, rows, { pool, height: now.height });
  const signatures = await actSignatures(
    db,
    rows.map(({ text }) => text),
  );
  const names = await namesOf(db, rows, signatures, pool);
  const voids = pool ? await whatItVoids(db, pool, null) : [];
  const live: LiveActView[] = [];
  const ended: ActView[] = [];
  for (const row of rows.sort((a, b) => b.id - a.id)) {
    const fate = fates.get(row.id) ?? { kind: "ahead" };
    const own = signatures.filter(({ text }) => text === row.text);
    const view = viewOf(row, { fate, own, names });
    const isOut = row.withdrawnAt === null || own.some(({ counts }) => counts);
    if (pool && isAlive(fate) && isOut) live.push(liveViewOf(row, { view, own, names, pool, voids }));
    else if (before === null || row.id < before) ended.push(view);
  }
  const page = ended.slice(0, ENDED_ON_PAGE);
  return {
    pool,
    nowMs: now.timeMs,
    live,
    ended: page,
    names: names.keys,
    olderThan: ended.length > page.length ? (page.at(-1)?.id ?? null) : null,
  };
}

type Names = { readonly people: ReadonlyMap<string, string>; readonly keys: ReadonlyMap<Hex, string> };
type Own = { readonly own: readonly ActSignatureRow[]; readonly names: Names };

function viewOf(row: ActRow, { fate, own, names }: Own & { readonly fate: ActFate }): ActView {
  const deed = (by: string | null, at: Date | null): Deed | null =>
    at === null ? null : { name: names.people.get(by ?? "") ?? null, atMs: at.getTime() };
  const sending = deed(row.sendAskedBy, row.sendAskedAt);
  return {
    id: row.id,
    name: row.act.name,
    text: row.text,
    reason: row.reason,
    proposed: { name: names.people.get(row.proposedBy) ?? null, atMs: row.writtenAt.getTime() },
    fate,
    withdrawn: deed(row.withdrawnBy, row.withdrawnAt),
    sending: sending && { ...sending, txHash: row.txHash },
    outcome: row.lastOutcome,
    signatures: own.flatMap(({ publicKey, via, writtenAt, counts }): ActSignatureView[] => {
      const name = names.keys.get(publicKey) ?? null;
      return counts ? [{ publicKey, name, atMs: writtenAt.getTime(), via, isConsent: false }] : [];
    }),
  };
}

type Live = Own & { readonly view: ActView; readonly pool: LivePool; readonly voids: readonly Voided[] };

function liveViewOf(row: ActRow, { view, own, names, pool, voids }: Live): LiveActView {
  const wanted = wantedOfRow(row, pool);
  const asked = askedOf(row, pool);
  const signed = [...countedOf(own, asked.all).keys()];
  const isConsent = (key: Hex) => key === asked.consentOf;
  return {
    ...view,
    signatures: view.signatures.map((signature) => ({ ...signature, isConsent: isConsent(signature.publicKey) })),
    effect: sayActEffect(wanted, pool, names.keys),
    voids: voids.filter((voided) => voided.kind !== "act" || voided.id !== row.id),
    threshold: asked.threshold,
    approvals: asked.approvers.filter((key) => signed.includes(key)).length,
    unsigned: asked.all
      .filter((key) => !signed.includes(key))
      .map((publicKey) => ({ publicKey, name: names.keys.get(publicKey) ?? null, isConsent: isConsent(publicKey) })),
    refused: own.flatMap(({ publicKey, counts }) => (counts ? [] : [publicKey])),
    missing: missingOf(asked, signed),
    newOperator: newOperatorOf(wanted),
  };
}

async function namesOf(
  db: Database,
  rows: readonly ActRow[],
  signatures: readonly ActSignatureRow[],
  pool: LivePool | null,
): Promise<Names> {
  const ids = rows.flatMap(({ proposedBy, withdrawnBy, sendAskedBy }) => [proposedBy, withdrawnBy, sendAskedBy]);
  const known = [...new Set(ids.filter((id) => id !== null))];
  const people =
    known.length === 0
      ? []
      : await db.select({ id: user.id, name: user.name }).from(user).where(inArray(user.id, known));
  const asked = pool ? rows.flatMap((row) => (row.nonce === pool.datum.nonce ? askedOf(row, pool).all : [])) : [];
  const approvers = pool?.settings.approvers ?? [];
  const keys = [...new Set([...signatures.map(({ publicKey }) => publicKey), ...asked, ...approvers])];
  return { people: new Map(people.map(({ id, name }) => [id, name])), keys: await namesByKey(db, keys) };
}
