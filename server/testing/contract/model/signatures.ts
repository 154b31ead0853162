import type { Approval } from "@/server/domain/contract/types";
import { signCip8, signRaw, type TestKey, testKey } from "../keys";
import { APPROVERS, STRANGER } from "../pool-terms";
import type { PoolModel } from "./pool-model";

/** How an act is approved: well, or in one of the ways that must not count. */
export const QUALITIES = ["enough", "all", "few", "twice", "disorder", "stranger", "other text"] as const;
export type Quality = (typeof QUALITIES)[number];

/** Whoever may become an approver. */
export const CANDIDATES = [...APPROVERS, testKey("eve"), testKey("fay"), testKey("gus")];

export function isGood(quality: Quality): boolean {
  return quality === "enough" || quality === "all";
}

/** Approvals of that quality over the text, by the approvers that the pool has now. */
export function approve(model: PoolModel, text: string, quality: Quality): Approval[] {
  const { approvers, threshold } = model.settings;
  const signed = (index: number, key = keyOf(approvers[index]), what = text): Approval => ({
    index,
    envelope: index % 2 === 0 ? signRaw(key, what) : signCip8(key, what),
  });
  const firsts = Array.from({ length: threshold }, (_, i) => i);
  switch (quality) {
    case "enough":
      return firsts.map((i) => signed(i));
    case "all":
      return approvers.map((_, i) => signed(i));
    case "few":
      return firsts.slice(1).map((i) => signed(i));
    case "twice":
      return [0, ...firsts].map((i) => signed(i));
    case "disorder":
      return approvers.map((_, i) => signed(approvers.length - 1 - i));
    case "stranger":
      return firsts.map((i) => signed(i, i === threshold - 1 ? STRANGER : undefined));
    case "other text":
      return firsts.map((i) => signed(i, undefined, `${text} `));
  }
}

function keyOf(publicKey: string | undefined): TestKey {
  const key = CANDIDATES.find((candidate) => candidate.publicKey === publicKey);
  if (!key) throw new Error(`nobody has the key ${publicKey}`);
  return key;
}
