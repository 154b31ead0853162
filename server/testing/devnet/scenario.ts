import {
  getAddressDetails,
  mintingPolicyToId,
  paymentCredentialOf,
  scriptFromNative,
  validatorToAddress,
  validatorToScriptHash,
} from "@lucid-evolution/lucid";
import { bech32Encode, stakeAddress } from "@/server/devnet/codec/address";
import { fromHex } from "@/server/devnet/codec/cbor-shape";
import type { TestDevnet } from "./harness";
import { ALWAYS_TRUE } from "./scripts";

/** Plutus data: constructor 0 without fields, and the integer 2^70. */
export const UNIT_DATA = "d87980";
export const BIG_DATA = "c249400000000000000000";

/**
 * A little history with one of everything that the API shows: block 2 registers a stake key and a script's reward
 * account, mints and carries metadata, an inline datum and a reference script; block 3 spends a Plutus output,
 * burns, and withdraws nothing from the script's account; one payment waits.
 */
export async function playScenario(devnet: TestDevnet) {
  const { address } = devnet.funding;
  const details = getAddressDetails(address);
  const stake = details.stakeCredential;
  if (!stake) throw new Error("the funding address has no stake part");
  const rewardAddress = stakeAddress(0, { hash: stake.hash, script: false });
  const policy = scriptFromNative({ type: "sig", keyHash: paymentCredentialOf(address).hash });
  const unit = `${mintingPolicyToId(policy)}${Buffer.from("PRIZE").toString("hex")}`;
  const script = ALWAYS_TRUE.PlutusV3;
  const scriptAddress = validatorToAddress("Custom", script);
  const scriptRewardAddress = stakeAddress(0, { hash: validatorToScriptHash(script), script: true });

  await devnet.control.mine();
  const lucid = await devnet.lucid();
  lucid.overrideUTxOs(await devnet.utxos(address));
  const first = await lucid
    .newTx()
    .registerStake(rewardAddress)
    .registerStake(scriptRewardAddress)
    .mintAssets({ [unit]: 1000n })
    .attach.MintingPolicy(policy)
    .attachMetadata(674, { msg: ["hello"] })
    .pay.ToContract(scriptAddress, { kind: "inline", value: UNIT_DATA }, { lovelace: 5_000_000n, [unit]: 10n })
    .pay.ToContract(scriptAddress, { kind: "inline", value: BIG_DATA }, { lovelace: 5_000_000n })
    .pay.ToAddressWithData(address, undefined, { lovelace: 3_000_000n }, script)
    .pay.ToAddressWithData(address, undefined, { lovelace: 3_000_000n }, policy)
    .complete();
  const firstHash = await (await first.sign.withWallet().complete()).submit();
  await devnet.control.mine();

  const plain = (await devnet.utxos(address)).filter((utxo) => (utxo.assets.lovelace ?? 0n) > 10_000_000n);
  lucid.overrideUTxOs(plain);
  const locked = (await devnet.utxos(scriptAddress)).filter((utxo) => utxo.datum === UNIT_DATA);
  const second = await lucid
    .newTx()
    .collectFrom(locked, UNIT_DATA)
    .attach.SpendingValidator(script)
    .withdraw(scriptRewardAddress, 0n, UNIT_DATA)
    .mintAssets({ [unit]: -100n })
    .attach.MintingPolicy(policy)
    .addSignerKey(paymentCredentialOf(address).hash)
    .validFrom(Number((await devnet.control.state()).nowMs))
    .complete();
  const secondHash = await (await second.sign.withWallet().complete()).submit();
  await devnet.control.mine();
  const { txHash: pendingHash } = await devnet.control.fund(address, 7_000_000n);
  const paymentHash = paymentCredentialOf(address).hash;
  return {
    address,
    scriptAddress,
    rewardAddress,
    scriptRewardAddress,
    unit,
    policy: unit.slice(0, 56),
    scriptHash: validatorToScriptHash(script),
    credential: bech32Encode("addr_vkh", fromHex(paymentHash)),
    firstHash,
    secondHash,
    pendingHash,
    datumHash: locked[0]?.datumHash ?? "",
  };
}
