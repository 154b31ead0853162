import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import { actIn } from "@/server/domain/contract/act-in";
import { wantedOf, wantedText } from "@/server/domain/contract/wanted-act";
import type { Hex } from "@/server/domain/units";

/** The pool that an act was for. */
export type ActedOn = { readonly policyId: Hex; readonly nonce: number; readonly plan: Hex };

/** The text that was signed for the act in a transaction; null where its bytes do not say, or there is none. */
export function signedAs(bytes: Hex | null, { policyId, nonce, plan }: ActedOn): string | null {
  const act = bytes === null ? null : actIn(decodeTransaction(bytes));
  const wanted = act && act.kind !== "init" ? wantedOf(act) : null;
  if (!act || !wanted) return null;
  return wantedText({ policyId, settings: act.settings, datum: { nonce, plan } }, wanted);
}
