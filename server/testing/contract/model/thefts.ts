import { makePoolScript } from "@/server/chain/pool/script";
import { encodeDatum } from "@/server/domain/contract/datum";
import { donates, registersStranger } from "../body-mutants";
import type { Mutation } from "../mutant";
import { IDLE, poolIn } from "../mutant-pool";
import { withOutput } from "../mutations";
import { STRANGER } from "../pool-terms";
import { GOVERN } from "../shape-mutants";
import { bringing, payingAside, spending } from "../shape-mutations";
import { walletOutput } from "../world";

/* What a thief may do to any transaction whatever: the model needs no rule for it but no. */

const SCRIPT = makePoolScript(walletOutput(STRANGER, 1n).ref, 0);
/** Another pool of the same governor's, there on every ledger of the model's. */
export const SECOND_POOL = poolIn(IDLE, undefined, SCRIPT).pool.output;

export const THEFTS: Readonly<Record<string, Mutation>> = {
  "the pool elsewhere": withOutput(0, () => ({ address: STRANGER.address })),
  "other settings": withOutput(0, ({ inlineDatum }) => ({
    inlineDatum: encodeDatum({ ...IDLE, settingsHash: "5a".repeat(32), nonce: inlineDatum === null ? 1 : 2 }),
  })),
  "money aside": payingAside(2_000_000n),
  "a certificate": registersStranger,
  "a donation": donates,
  "a second pool": (draft) => bringing(SCRIPT)(spending(SECOND_POOL, GOVERN)(draft)),
};
