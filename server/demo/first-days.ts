import { setTimeout as sleep } from "node:timers/promises";
import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { and, eq } from "drizzle-orm";
import { approval } from "@/db/schema";
import { createLogger } from "@/server/logger";
import { addApproval } from "@/server/services/approval/add-approval";
import { loadToSign } from "@/server/services/approval/to-sign";
import { loadDay } from "@/server/services/day/load-day";
import { loadLivePool } from "@/server/services/pool/load-pool";
import { waitForDay } from "./follow-days";
import { payADay } from "./pay-a-day";
import type { Product } from "./set-up";

/** Pays the first day, approved with the keys that the demo made, so that there is something to look at. */
export async function payFirstDay(product: Product, onProgress: (text: string) => void): Promise<number> {
  const { options } = product;
  if (!options.auto) {
    const { dayIndex } = await waitForDay(product, (days) => days[0], ["PROPOSED"], onProgress);
    await waitForOracle(product, dayIndex);
    await approveForPeople(product, dayIndex);
  }
  const paid = await payADay(product, onProgress);
  return paid.dayIndex;
}

/** Waits until people can approve the day after `paidDay`. */
export async function bringNextToApproval(
  product: Product,
  paidDay: number,
  onProgress: (text: string) => void,
): Promise<number> {
  const next = paidDay + 1;
  await waitForDay(product, (days) => days.find((day) => day.dayIndex === next), ["PROPOSED"], onProgress);
  await waitForOracle(product, next);
  return next;
}

/** A proposed day is one that the oracle was asked for; people sign once it has signed. */
async function waitForOracle({ db, processes }: Product, dayIndex: number): Promise<void> {
  const ofDay = and(eq(approval.dayIndex, dayIndex), eq(approval.role, "oracle"));
  while ((await db.$count(approval, ofDay)) === 0) {
    processes.check();
    await sleep(200);
  }
}

async function approveForPeople(product: Product, dayIndex: number): Promise<void> {
  const { db, network, keys, deployment } = product;
  const ctx = { db, source: network.source, log: createLogger("warn") };
  for (const key of keys.approvers.slice(0, deployment.settings.threshold)) {
    const pool = await loadLivePool(db);
    if (!pool) throw new Error("The pool is missing.");
    const { texts } = await loadToSign(db, await loadDay(db, dayIndex), pool);
    const signature = bytesToHex(ed25519.sign(utf8ToBytes(texts.approve), key.secretKey));
    const signed = { publicKey: key.publicKey, envelope: { kind: "raw", signature } } as const;
    await addApproval(ctx, { dayIndex, signed, via: "demo", actor: "cli:demo" });
  }
}
