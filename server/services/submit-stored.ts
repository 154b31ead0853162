import { hexToBytes } from "@noble/hashes/utils";
import type { Hex } from "@/server/domain/units";
import type { Context } from "./context";

/** Sends stored bytes, and answers what the source said, in words. It decides nothing: the chain does. */
export async function submitStored(
  { source, log }: Pick<Context, "source" | "log">,
  { txHash, txBytes }: { readonly txHash: Hex | null; readonly txBytes: Hex | null },
): Promise<string> {
  const outcome = await source.submit(hexToBytes(txBytes ?? ""));
  const answer = outcome.kind === "accepted" ? "accepted" : `${outcome.kind}: ${outcome.detail}`;
  log.info({ txHash, answer }, "transaction sent");
  return answer;
}
