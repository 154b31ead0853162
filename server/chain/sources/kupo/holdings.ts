import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { policyIdOf } from "@/server/domain/cardano/asset-unit";
import { blake2b256 } from "@/server/domain/hash";
import type { TxOutput } from "@/server/domain/ports";
import type { AssetUnit } from "@/server/domain/units";
import type { BlockReader } from "./blocks";
import { assetKey, type Match } from "./index/answers";
import { type MatchReader, ofAddress, ofAsset, refOf, type Subject } from "./matches";
import type { Servers } from "./servers";

/**
 * What is unspent as of the newest block that both servers know: of all that was made up to it, what is not spent, and
 * what was spent only in later blocks. Kupo's newest block is looked at before and after, since the two are asked for
 * one after the other.
 */
export function createHoldingsReader({ kupo }: Servers, blocks: BlockReader, matches: MatchReader) {
  function unspent(subject: Subject, question: { resolved: boolean; policy?: string }): Promise<Match[]> {
    const { resolved, policy } = question;
    const flags = resolved ? (["resolve_hashes"] as const) : [];
    return matches.steadily(`matches/${subject.pattern}`, async () => {
      const { newest, common: tip } = await blocks.meeting();
      await matches.demandIndexed(subject);
      const made = { of: "created" as const, from: 0, to: tip, ...(policy ? { policy } : {}) };
      const found = await matches.read(subject, { ...made, flags: ["unspent", ...flags] });
      if (newest.slot > tip.slot) {
        const also = { of: "spent" as const, from: tip.slot + 1, to: newest };
        const later = await kupo.matches({ pattern: subject.pattern, bounds: [also], flags: ["spent", ...flags] });
        if (!later) return "moved";
        const held = later.filter((match) => subject.isMeant(match) && match.created_at.slot <= tip.slot);
        found.push(...held);
      }
      const after = await kupo.newest();
      if (after?.hash !== newest.hash) return "moved";
      if (new Set(found.map(refOf)).size !== found.length) return "moved";
      return found;
    });
  }

  function toOutput(match: Match): TxOutput {
    const units = Object.entries(match.value.assets).map(
      ([key, quantity]) => [key.replace(".", ""), quantity] as const,
    );
    return {
      ref: { txHash: match.transaction_id, index: match.output_index },
      address: match.address,
      lovelace: match.value.coins,
      assets: Object.fromEntries(units.sort(([a], [b]) => (a < b ? -1 : 1))),
      inlineDatum: match.datum_type === "inline" ? datumOf(match) : null,
      datumHash: match.datum_type === "inline" ? null : match.datum_hash,
      referenceScriptHash: match.script_hash,
    };
  }

  function datumOf(match: Match): string {
    const { datum, datum_hash } = match;
    if (!datum) throw kupo.error("unavailable", `the datum of output ${refOf(match)} is missing. Try again later.`);
    if (bytesToHex(blake2b256(hexToBytes(datum))) === datum_hash) return datum;
    throw kupo.error("lying", `the datum given for output ${refOf(match)} has another hash than ${datum_hash}.`);
  }

  async function holders(unit: AssetUnit): Promise<Map<string, bigint>> {
    const subject = ofAsset(unit);
    const byAddress = new Map<string, bigint>();
    for (const match of await unspent(subject, { resolved: false })) {
      byAddress.set(match.address, (byAddress.get(match.address) ?? 0n) + (match.value.assets[assetKey(unit)] ?? 0n));
    }
    return byAddress;
  }

  return {
    async unspentOutputs(address: string, unit?: AssetUnit): Promise<TxOutput[]> {
      const subject = ofAddress(address);
      if (!subject) return [];
      const found = await unspent(subject, { resolved: true, ...(unit ? { policy: policyIdOf(unit) } : {}) });
      return found.map(toOutput).filter(({ assets }) => unit === undefined || Object.hasOwn(assets, unit));
    },
    async assetHolders(unit: AssetUnit) {
      return [...(await holders(unit))].map(([address, quantity]) => ({ address, quantity }));
    },
    /** All tokens there are lie in unspent outputs. Null where there never was one: 0 where all are burnt. */
    async assetSupply(unit: AssetUnit): Promise<bigint | null> {
      const held = [...(await holders(unit)).values()];
      if (held.length > 0) return held.reduce((sum, quantity) => sum + quantity, 0n);
      const subject = ofAsset(unit);
      const ever = await matches.steadily(`matches/${subject.pattern}`, async () => {
        const { common: tip } = await blocks.meeting();
        return matches.read(subject, { of: "created", from: 0, to: tip });
      });
      return ever.length > 0 ? 0n : null;
    },
  };
}
