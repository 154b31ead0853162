import * as cquisitor from "@cardananium/cquisitor-lib";
import { CML } from "@lucid-evolution/lucid";
import { bytesToHex } from "@noble/hashes/utils";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { anyLovelace, hexOf } from "@/server/testing/domain/random-ledger-output";
import { makeAddress, makeRewardAddress } from "./address";
import type { LedgerOutput } from "./ledger-output";
import { decodeLedgerTransaction } from "./ledger-transaction";

/* Two other code bases as the measure: CML writes random transactions of Conway, cquisitor-lib reads them too. */

const tokens = fc.dictionary(
  hexOf(28),
  fc.dictionary(hexOf(0, 32), fc.bigInt(1n, 2n ** 63n - 1n), { minKeys: 1, maxKeys: 3 }),
  { maxKeys: 3 },
);
const anyOutput = fc.record({
  payment: hexOf(28),
  stake: fc.option(hexOf(28)),
  lovelace: anyLovelace,
  tokens,
  datum: fc.option(fc.record({ inline: fc.boolean(), hex: hexOf(32) })),
  script: fc.option(fc.record({ kind: fc.constantFrom(0, 1, 2, 3), hex: hexOf(28) })),
});
const refs = fc.uniqueArray(fc.record({ txHash: hexOf(32), index: fc.nat(65_535) }), {
  minLength: 1,
  maxLength: 4,
  selector: (row) => row.txHash,
});
const anyTransaction = fc.record({
  inputs: refs,
  outputs: fc.array(anyOutput, { maxLength: 4 }),
  fee: anyLovelace,
  mint: fc.option(tokens),
  burns: fc.boolean(),
  withdrawals: fc.option(fc.dictionary(hexOf(28), fc.bigInt(0n, 2n ** 62n), { minKeys: 1, maxKeys: 3 })),
  certificates: fc.nat(2),
  collateral: fc.option(refs),
  collateralReturn: fc.option(anyOutput),
  hasScriptData: fc.boolean(),
  isCanonical: fc.boolean(),
});
type Model = typeof anyTransaction extends fc.Arbitrary<infer T> ? T : never;
type Output = Model["outputs"][number];

it("says what CML wrote and cquisitor-lib reads", () => {
  fc.assert(
    fc.property(anyTransaction, (model) => {
      const written = write(model);
      const bytes = model.isCanonical ? written.to_canonical_cbor_bytes() : written.to_cbor_bytes();
      const tx = decodeLedgerTransaction(bytes);
      const sign = model.burns ? -1n : 1n;
      expect(tx).toEqual({
        id: CML.hash_transaction(CML.Transaction.from_cbor_bytes(bytes).body()).to_hex(),
        inputs: expect.arrayContaining(model.inputs),
        outputs: model.outputs.map(said),
        feeLovelace: model.fee,
        collateral: expect.arrayContaining(model.collateral ?? []),
        collateralReturn: model.collateralReturn && said(model.collateralReturn),
        mint: Object.fromEntries(flat(model.mint ?? {}).map(([unit, quantity]) => [unit, sign * quantity])),
        withdrawnLovelace: Object.values(model.withdrawals ?? {}).reduce((total, amount) => total + amount, 0n),
        movesDeposits: model.certificates > 0,
        runsScripts: model.hasScriptData && model.collateral !== null,
        toldValid: true,
      });
      const { transaction, transaction_hash } = cquisitor.decode_specific_type(bytesToHex(bytes), "Transaction", {});
      expect([transaction_hash, transaction.body.outputs.map(inCquisitor)]).toEqual([tx.id, tx.outputs.map(summary)]);
    }),
    { numRuns: 200 },
  );
});

function write(model: Model): CML.Transaction {
  const outputs = CML.TransactionOutputList.new();
  for (const output of model.outputs) outputs.add(writeOutput(output));
  const body = CML.TransactionBody.new(writeRefs(model.inputs), outputs, model.fee);
  if (model.mint) {
    const mint = CML.Mint.new();
    for (const [policy, name, quantity] of rows(model.mint)) mint.set(policy, name, model.burns ? -quantity : quantity);
    body.set_mint(mint);
  }
  if (model.withdrawals) {
    const withdrawals = CML.MapRewardAccountToCoin.new();
    for (const [hash, amount] of Object.entries(model.withdrawals)) withdrawals.insert(rewardAddress(hash), amount);
    body.set_withdrawals(withdrawals);
  }
  if (model.certificates > 0) {
    const certificates = CML.CertificateList.new();
    for (let i = 0; i < model.certificates; i += 1) {
      const credential = CML.Credential.new_pub_key(CML.Ed25519KeyHash.from_hex(String(i).repeat(56)));
      certificates.add(CML.Certificate.new_reg_cert(credential, 2_000_000n));
    }
    body.set_certs(certificates);
  }
  if (model.collateral) body.set_collateral_inputs(writeRefs(model.collateral));
  if (model.collateralReturn) body.set_collateral_return(writeOutput(model.collateralReturn));
  if (model.hasScriptData) body.set_script_data_hash(CML.ScriptDataHash.from_hex("ab".repeat(32)));
  return CML.Transaction.new(body, CML.TransactionWitnessSet.new(), true);
}

function writeRefs(refs: Model["inputs"]): CML.TransactionInputList {
  const list = CML.TransactionInputList.new();
  for (const { txHash, index } of refs) {
    list.add(CML.TransactionInput.new(CML.TransactionHash.from_hex(txHash), BigInt(index)));
  }
  return list;
}

function writeOutput(output: Output): CML.TransactionOutput {
  const assets = CML.MultiAsset.new();
  for (const [policy, name, quantity] of rows(output.tokens)) assets.set(policy, name, quantity);
  const { datum, script } = output;
  const option = !datum
    ? undefined
    : datum.inline
      ? CML.DatumOption.new_datum(CML.PlutusData.new_bytes(Uint8Array.from(Buffer.from(datum.hex, "hex"))))
      : CML.DatumOption.new_hash(CML.DatumHash.from_hex(datum.hex));
  const address = CML.Address.from_bech32(addressOf(output));
  return CML.TransactionOutput.new(
    address,
    CML.Value.new(output.lovelace, assets),
    option,
    script ? writeScript(script) : undefined,
  );
}

function writeScript({ kind, hex }: NonNullable<Output["script"]>): CML.Script {
  const code = Uint8Array.from(Buffer.from(hex, "hex"));
  if (kind === 0) return CML.Script.new_native(CML.NativeScript.new_script_pubkey(CML.Ed25519KeyHash.from_hex(hex)));
  if (kind === 1) return CML.Script.new_plutus_v1(CML.PlutusV1Script.from_raw_bytes(code));
  if (kind === 2) return CML.Script.new_plutus_v2(CML.PlutusV2Script.from_raw_bytes(code));
  return CML.Script.new_plutus_v3(CML.PlutusV3Script.from_raw_bytes(code));
}

function rows(held: Record<string, Record<string, bigint>>): [CML.ScriptHash, CML.AssetName, bigint][] {
  return Object.entries(held).flatMap(([policy, names]) =>
    Object.entries(names).map(([name, quantity]): [CML.ScriptHash, CML.AssetName, bigint] => [
      CML.ScriptHash.from_hex(policy),
      CML.AssetName.from_raw_bytes(Uint8Array.from(Buffer.from(name, "hex"))),
      quantity,
    ]),
  );
}

function rewardAddress(hash: string): CML.RewardAddress {
  const address = CML.Address.from_bech32(makeRewardAddress(0, { kind: "key", hash }));
  const reward = CML.RewardAddress.from_address(address);
  if (!reward) throw new Error(`${hash} makes no reward address`);
  return reward;
}

function addressOf({ payment, stake }: Output): string {
  return makeAddress(0, { kind: "key", hash: payment }, stake === null ? null : { kind: "script", hash: stake });
}

function flat(held: Record<string, Record<string, bigint>>): [string, bigint][] {
  return Object.entries(held).flatMap(([policy, names]) =>
    Object.entries(names).map(([name, quantity]): [string, bigint] => [policy + name, quantity]),
  );
}

function said(output: Output): LedgerOutput {
  const { lovelace, datum, script } = output;
  return {
    address: addressOf(output),
    lovelace,
    assets: Object.fromEntries(flat(output.tokens)),
    inlineDatum: datum?.inline ? `5820${datum.hex}` : null,
    datumHash: datum && !datum.inline ? datum.hex : null,
    referenceScriptHash: script && writeScript(script).hash().to_hex(),
  };
}

type CquisitorOutput = {
  address: string;
  amount: { coin: string; multiasset: Record<string, Record<string, string>> | null };
};

function inCquisitor({ address, amount }: CquisitorOutput) {
  const assets = Object.entries(amount.multiasset ?? {}).flatMap(([policy, names]) =>
    Object.entries(names).map(([name, quantity]) => `${policy}${name} ${quantity}`),
  );
  return [address, amount.coin, assets.sort()];
}

function summary({ address, lovelace, assets }: LedgerOutput) {
  const held = Object.entries(assets).map(([unit, quantity]) => `${unit} ${quantity}`);
  return [address, String(lovelace), held.sort()];
}
