import { isPublicNetwork } from "@/server/domain/cardano/network";
import type { Looked, PoolLook } from "@/server/domain/plan/pool-look";
import type { PlanBinding, PoolStateOfPlan } from "@/server/domain/ports";
import type { Hex, PosixMs } from "@/server/domain/units";
import { findLost } from "./lost-record";
import type { SignedPlans } from "./signer-record";

/** How long a caller is kept waiting for the signer's own source. What takes longer goes on, and is asked for again. */
const PATIENCE_MS = 4_000;
const LATE = "does not answer in time";

export type PoolCheck =
  /** The earlier of the source's time and the machine's: a clock that is ahead releases nothing. */
  { readonly ok: true; readonly nowMs: PosixMs } | { readonly ok: false; readonly problem: string };

type Binding = PoolStateOfPlan & Pick<PlanBinding, "prizeAsset">;

/** Whether the state that a request names is the pool's own now, by the signer's own source. */
export async function checkPool(look: PoolLook, binding: Binding, machineMs: PosixMs): Promise<PoolCheck> {
  const looked = await patiently(look, look.now(binding.prizeAsset));
  if (!looked.ok) return looked;
  const { nonce, plan, left, tipMs } = looked.found;
  const isSame = nonce === binding.nonce && plan === binding.previousPlan && left === binding.previousLeft;
  if (isSame) return { ok: true, nowMs: Math.min(machineMs, tipMs) };
  const { previousPlan, previousLeft } = binding;
  const asked = sayState(binding.nonce, previousPlan, previousLeft);
  return {
    ok: false,
    problem: `the request is for the pool at ${asked}; by this signer's own source, ${look.name}, it is at ${sayState(nonce, plan, left)}`,
  };
}

/** The time to go by where no state is asked about. */
export async function checkTime(look: PoolLook, machineMs: PosixMs): Promise<PoolCheck> {
  const looked = await patiently(look, look.tipMs());
  return looked.ok ? { ok: true, nowMs: Math.min(machineMs, looked.found) } : looked;
}

async function patiently<T>(look: PoolLook, asked: Promise<Looked<T>>): Promise<Looked<T>> {
  const looked = await inTime(asked);
  if (looked === null) return { ok: false, problem: `this signer's own source, ${look.name}, ${LATE}` };
  return looked.ok ? looked : { ok: false, problem: `by this signer's own source: ${looked.problem}` };
}

function sayState(nonce: number, plan: Hex, left: Hex | null): string {
  return `nonce ${nonce}, plan ${plan}, ${left === null ? "which is being paid" : `${left || "nothing"} left`}`;
}

/** Blocks come every 20 seconds there. */
const MOST_BEHIND_MS = 600_000;

/** Why a source cannot show what a record lacks: on a public network, one that is behind shows an older pool. */
export async function whyBehind(look: PoolLook, network: string, nowMs: PosixMs): Promise<string | null> {
  if (!isPublicNetwork(network)) return null;
  const looked = await look.tipMs();
  if (!looked.ok) return `by this signer's own source: ${looked.problem}`;
  if (looked.found >= nowMs - MOST_BEHIND_MS) return null;
  const newest = new Date(looked.found).toISOString();
  return `this signer's own source, ${look.name}, is behind: its newest block is of ${newest}. Wait until it has caught up, or name another`;
}

/** Compares a record with what the chain shows of its key's signatures: until it has done so, nothing is signed. */
export type RecordCheck = {
  /** Null if nothing is lacking. `state` is one in which the pool was seen: no older comparison counts for it. */
  why(state?: PoolStateOfPlan): Promise<string | null>;
};

type Checked = {
  readonly signed: SignedPlans;
  readonly publicKey: Hex;
  readonly network: string;
  readonly nowMs?: () => PosixMs;
};

/**
 * Once for each state of the pool: what this process signs is on its record, and what another signer of its key has
 * signed with a record of its own is on chain in another state. It is done again where something was lacking, for
 * somebody may have said so meanwhile. A source that is away is asked again with the next call.
 */
export function checkRecord(look: PoolLook, { signed, publicKey, network, nowMs = Date.now }: Checked): RecordCheck {
  let checking: Promise<string | null> | null = null;
  let comparedFor: string | null = null;
  const check = async () => {
    const behind = await whyBehind(look, network, nowMs());
    if (behind !== null) return behind;
    const looked = await look.lastSignedBy(publicKey);
    if (!looked.ok) return `by this signer's own source: ${looked.problem}`;
    return findLost(await signed.read(), looked.found);
  };
  return {
    async why(state) {
      const seen = state ? sayState(state.nonce, state.previousPlan, state.previousLeft) : comparedFor;
      if (seen !== comparedFor) checking = null;
      comparedFor = seen;
      const current = checking ?? check();
      checking = current;
      const again = (): void => {
        if (checking === current) checking = null;
      };
      current.then((problem) => problem !== null && again(), again);
      const answer = await inTime(current.then((problem) => ({ problem })));
      return answer === null ? `this signer still compares its record with the chain: ask again later` : answer.problem;
    },
  };
}

/** Null where it takes longer; nothing is left to fail unseen then. */
async function inTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
