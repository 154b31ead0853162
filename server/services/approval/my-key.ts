import type { Context } from "../context";
import { ServiceError } from "../errors";
import { loadPerson } from "../people/load-person";
import { loadPoolRow } from "../pool/load-pool";
import { namesByKey } from "./signatures";

/** The person's own key, and the pool's keys that are not enrolled yet. */
export async function readMyKey({ db }: Pick<Context, "db">, userId: string) {
  const person = await loadPerson(db, userId);
  if (!person) throw new ServiceError("not-allowed", "your account is disabled");
  const { approverKey, encryptedKey } = person;
  const pool = await loadPoolRow(db);
  const keys = pool?.settings.approvers ?? [];
  const taken = await namesByKey(db, keys);
  return {
    publicKey: approverKey,
    keyIsHere: encryptedKey !== null,
    counts: approverKey !== null && keys.includes(approverKey),
    network: pool?.settings.network ?? null,
    freeKeys: keys.filter((key) => !taken.has(key)),
    threshold: pool?.settings.threshold ?? 0,
    approvers: keys.length,
  };
}

/** The person's key as the server keeps it, sealed under their passphrase. Throws ServiceError `not-found`. */
export async function readSealedKeyOf({ db }: Pick<Context, "db">, userId: string): Promise<string> {
  const sealed = (await loadPerson(db, userId))?.encryptedKey;
  if (!sealed) throw new ServiceError("not-found", "no sealed key of yours is stored here: use your key file");
  return sealed;
}

export type MyKey = Awaited<ReturnType<typeof readMyKey>>;
