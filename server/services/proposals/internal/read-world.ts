import { parseAddress } from "@/server/domain/cardano/address";
import type { Settings } from "@/server/domain/contract/types";
import type { RulesWorld } from "@/server/domain/rules/mistakes";
import { parseRules } from "@/server/domain/rules/rules";
import type { Context } from "../../context";
import { ServiceError } from "../../errors";
import { loadPoolRow, whyNoPool } from "../../pool/load-pool";
import type { Draft } from "../draft";

/** What a draft is judged by, besides our own versions and days. */
export type DraftWorld = {
  readonly settings: Settings;
  /** Null for drafts that are no rules, or none that can be read. */
  readonly rules: RulesWorld | null;
};

/** Asks the chain source, so before any transaction. Throws ServiceError `unavailable`. */
export async function readWorld({ db, source }: Pick<Context, "db" | "source">, draft: Draft): Promise<DraftWorld> {
  const pool = await loadPoolRow(db);
  if (!pool) throw new ServiceError("unavailable", await whyNoPool(db));
  const { settings } = pool;
  const parsed = draft.kind === "rules" ? parseRules(draft.document) : null;
  if (!parsed?.ok) return { settings, rules: null };
  const address = parseAddress(pool.row.address);
  if (!("networkId" in address)) throw new Error("the pool's address has no network");
  const { prizeAsset } = parsed.rules;
  const [supply, { coinsPerUtxoByte }] = await Promise.all([source.assetSupply(prizeAsset), source.parameters()]).catch(
    (cause: unknown) => {
      const text = "the chain source does not answer, so the rules cannot be checked: try again in a minute";
      throw new ServiceError("unavailable", text, { cause });
    },
  );
  const { intervalMs, dailyLimit } = settings;
  const { networkId } = address;
  return {
    settings,
    rules: { networkId, intervalMs, dailyLimitLovelace: dailyLimit.lovelace, coinsPerUtxoByte, supply },
  };
}
