import { parseAddress } from "./cardano/address";
import { identityOf } from "./identity";
import type { Rules } from "./rules/rules";
import { networkIdOf } from "./rules/rules";
import type { Identity } from "./units";

/** Why no prize can be paid to an address. */
export type UnpayableReason =
  | "not-an-address"
  | "byron"
  | "pointer"
  | "stake-address"
  | "wrong-network"
  | "script"
  | "script-identity";

export type Recipient =
  | { readonly payable: true; readonly identity: Identity }
  | { readonly payable: false; readonly identity: Identity | null; readonly reason: UnpayableReason };

/**
 * Who may be paid (contracts/README.md, "Recipients"): Shelley addresses of this network whose payment part is a key,
 * or a native script that the rules allow by name. One unpayable output would block every batch after it. A script
 * identity never plays, so it is never owed anything.
 */
export function recipientReader(rules: Rules): (address: string) => Recipient {
  const networkId = networkIdOf(rules);
  const allowed = new Set(rules.allowedScripts);
  return (address) => {
    const parsed = parseAddress(address);
    const not = (reason: UnpayableReason, identity: Identity | null = null): Recipient => ({
      payable: false,
      identity,
      reason,
    });
    if ("problem" in parsed) return not("not-an-address");
    if (parsed.kind === "byron") return not("byron");
    if (parsed.networkId !== networkId) return not("wrong-network");
    if (parsed.kind === "pointer") return not("pointer");
    const identity = identityOf(parsed);
    if (!identity || parsed.kind === "reward") return not("stake-address", identity);
    if (parsed.payment.kind === "script" && !allowed.has(parsed.payment.hash)) return not("script", identity);
    if (identity.startsWith("script:")) return not("script-identity", identity);
    return { payable: true, identity };
  };
}

const EXPLANATIONS: Record<UnpayableReason, string> = {
  "not-an-address": "It is not a valid Cardano address.",
  byron: "It is a Byron address, which has no stake or payment key that could have played.",
  pointer: "It is a pointer address, which names its owner only indirectly.",
  "stake-address": "It is a stake address, which holds no tokens.",
  "wrong-network": "It belongs to another network than the game.",
  script: "It belongs to a script, which may be unable to spend a prize.",
  "script-identity": "Its owner is a script, and scripts do not play.",
};

export function explainUnpayable(reason: UnpayableReason): string {
  return EXPLANATIONS[reason];
}
