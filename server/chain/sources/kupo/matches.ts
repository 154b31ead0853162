import { assetNameOf, policyIdOf } from "@/server/domain/cardano/asset-unit";
import type { TxOutput } from "@/server/domain/ports";
import type { AssetUnit, Slot } from "@/server/domain/units";
import { ChainSourceError } from "../error";
import { ATTEMPTS, untilSteady } from "../http/steady";
import { SINCE_ORIGIN } from "./find-height";
import { assetKey, type Match } from "./index/answers";
import { addressPattern, assetPattern, type Bounds, type MatchQuestion, type Point } from "./index/client";
import type { Header, Servers } from "./servers";

/** What is asked for: an address or an asset. Null where no output can match. */
export type Subject = {
  readonly pattern: string;
  /** Kupo may answer more than was meant: an asset without a name has only its policy as a pattern. */
  readonly isMeant: (match: Match) => boolean;
  /** Whether a match may be there at all: any other shows that Kupo lies. */
  readonly isPossible: (match: Match) => boolean;
  /** The same of an output as its transaction's bytes have it. */
  readonly isOutput: (output: Pick<TxOutput, "address" | "assets">) => boolean;
};

export function ofAddress(address: string): Subject | null {
  const pattern = addressPattern(address);
  const isSame = (match: Match) => match.address === address;
  const isOutput = (output: Pick<TxOutput, "address">) => output.address === address;
  return pattern === null ? null : { pattern, isMeant: isSame, isPossible: isSame, isOutput };
}

export function ofAsset(unit: AssetUnit): Subject {
  const [key, policy] = [assetKey(unit), policyIdOf(unit)];
  const isMeant = ({ value }: Match) => Object.hasOwn(value.assets, key);
  const isOfPolicy = ({ value }: Match) => Object.keys(value.assets).some((each) => each.startsWith(policy));
  const isOutput = ({ assets }: Pick<TxOutput, "assets">) => Object.hasOwn(assets, unit);
  return { pattern: assetPattern(unit), isMeant, isPossible: assetNameOf(unit) ? isMeant : isOfPolicy, isOutput };
}

export const refOf = (match: Match) => `${match.transaction_id}#${match.output_index}`;

/** A point that a question was bound to is not on Kupo's chain any more. */
class Gone extends Error {}

function movedIfGone(error: unknown): "moved" {
  if (error instanceof Gone) return "moved";
  throw error;
}

type Question = Pick<MatchQuestion, "flags" | "policy"> & {
  readonly of: Bounds["of"];
  readonly from: Slot;
  /** The answer is what holds on the chain that ends here. */
  readonly to: Point;
  /** A second bound, of what was created or spent. */
  readonly also?: Bounds;
};

export type MatchReader = ReturnType<typeof createMatchReader>;

/** Reads of Kupo's index. It answers all at once: what is too long is asked for in halves of its slots. */
export function createMatchReader({ kupo }: Pick<Servers, "kupo">) {
  async function ask(subject: Subject, question: Question): Promise<Match[]> {
    const { of, from, to, also, flags, policy } = question;
    const bounds = [{ of, from, to }, ...(also ? [also] : [])];
    const matches = await kupo.matches({
      pattern: subject.pattern,
      bounds,
      ...(flags ? { flags } : {}),
      ...(policy ? { policy } : {}),
    });
    if (!matches) throw new Gone();
    for (const match of matches) {
      const slot = of === "created" ? match.created_at.slot : match.spent_at?.slot;
      const isIn = slot !== undefined && slot >= from && slot <= to.slot;
      if (isIn && subject.isPossible(match)) continue;
      throw kupo.error("lying", `output ${refOf(match)} is not what matches/${subject.pattern} was asked for.`);
    }
    return matches;
  }

  async function readParts(subject: Subject, question: Question): Promise<Match[]> {
    const { from, to } = question;
    try {
      return await ask(subject, question);
    } catch (error) {
      if (!(error instanceof ChainSourceError && error.details.isTooLarge) || from >= to.slot) throw error;
    }
    const middle = await kupo.ancestor(from + Math.floor((to.slot - from) / 2));
    // Nothing is in a half without a block.
    if (!middle || middle.slot < from) {
      return readParts(subject, { ...question, from: from + Math.floor((to.slot - from) / 2) + 1 });
    }
    const lower = await readParts(subject, { ...question, to: middle });
    const upper = await readParts(subject, { ...question, from: middle.slot + 1 });
    // Both were asked of chains that have their ends: they were one chain if it has both ends now.
    const still = await kupo.ancestor(middle.slot);
    if (still?.hash !== middle.hash || (await kupo.ancestor(to.slot))?.hash !== to.hash) throw new Gone();
    return [...lower, ...upper];
  }

  return {
    /** Each output once. */
    async read(subject: Subject, question: Question): Promise<Match[]> {
      const matches = (await readParts(subject, question)).filter(subject.isMeant);
      if (new Set(matches.map(refOf)).size === matches.length) return matches;
      throw kupo.error("lying", `matches/${subject.pattern} names an output twice.`);
    },

    /** Does it again, of a new tip, where the chain moved while it was read. */
    steadily<T>(what: string, work: () => Promise<T | "moved">): Promise<T> {
      return untilSteady<T>(kupo, { what, attempts: ATTEMPTS }, async () => {
        const result = await work().catch(movedIfGone);
        return result === "moved" ? null : { result };
      });
    },

    /** Throws in words where Kupo was not told to index this, or only from later on. */
    async demandIndexed({ pattern }: Pick<Subject, "pattern">, from?: Header): Promise<void> {
      const over = await kupo.patternsOver(pattern);
      // Byron's addresses may hold tokens, and "*/*" leaves them out.
      const isAddress = !/[.@]/.test(pattern);
      if (!over.some((each) => each !== "*/*" || isAddress)) {
        const told = await kupo.patterns();
        const text = `${pattern} is not indexed: the patterns are ${told.slice(0, 5).join(", ") || "none"}. Start Kupo with --match '*', or add --match '${pattern}', and let it index anew.`;
        throw kupo.error("not-supported", text);
      }
      if (from && !(await kupo.ancestor(from.slot))) {
        throw kupo.error("not-supported", `block ${from.height} is not indexed. ${SINCE_ORIGIN}`);
      }
    },
  };
}
