import {
  type LucidEvolution,
  mintingPolicyToId,
  paymentCredentialOf,
  type Script,
  scriptFromNative,
  type TxBuilder,
} from "@lucid-evolution/lucid";
import type { TestDevnet } from "../devnet/harness";
import { submit } from "./pay";

export type Policy = { readonly script: Script; readonly id: string };

/** Two policies whose tokens the funding wallet may mint and burn. */
export function policiesOf({ funding }: TestDevnet): readonly [Policy, Policy] {
  const signed = { type: "sig", keyHash: paymentCredentialOf(funding.address).hash } as const;
  const both = [scriptFromNative(signed), scriptFromNative({ type: "all", scripts: [signed] })] as const;
  const [first, second] = both.map((script) => ({ script, id: mintingPolicyToId(script) }));
  if (!first || !second) throw new Error("two policies");
  return [first, second];
}

/** Cardano GraphQL shows a new asset when its mint is 120 slots old, and looks every 30 s. */
export const BLOCKS_UNTIL_SHOWN = 160;

/** Builds on what the funding wallet has now, signs, and puts it into the mempool. Answers the id. */
export async function build(devnet: TestDevnet, draft: (lucid: LucidEvolution) => TxBuilder): Promise<string> {
  const lucid = await devnet.lucid();
  lucid.overrideUTxOs(await devnet.utxos(devnet.funding.address));
  const signed = await (await draft(lucid).complete()).sign.withWallet().complete();
  return submit(devnet, Buffer.from(signed.toCBOR(), "hex"));
}
