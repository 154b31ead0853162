import { expect } from "vitest";
import { draftPayout, poolOutput } from "@/server/chain/pool/draft-outputs";
import { draftFrame } from "@/server/chain/pool/draft-spend";
import { makeAddress } from "@/server/domain/cardano/address";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { decodeDatum, encodeDatum } from "@/server/domain/contract/datum";
import { poolAssets } from "@/server/domain/contract/pool-assets";
import type { TxOutput } from "@/server/domain/ports";
import { reasonOf, signedDraft, type TestDraft } from "../mutant";
import { deploy, START_SLOT, type World } from "../pool-fixture";
import { OPERATOR, PRIZE_ASSET, PRIZE_UNIT, SETTINGS } from "../pool-terms";
import { CHAIN_TERMS, SLOTS, submit } from "../world";
import type { Attempt, Now } from "./attempt";
import { datumOf, type PoolModel } from "./pool-model";
import { type Found, readEntry } from "./read-ledger";
import { SECOND_POOL } from "./thefts";

const TREASURY = makeAddress(0, SETTINGS.treasury, null);

/** The real thing: a ledger with a pool on it, and the transactions that are sent to it. */
export class LivePool {
  readonly world: World = deploy(undefined, [SECOND_POOL]);
  private last = "";
  slot = START_SLOT + 100;
  pool: TxOutput = this.world.pool.output;
  private wallet: TxOutput;
  private readonly initialLovelace: bigint;
  private depositFees = 0n;
  /** An output never changes: each is read once, known by the input that would spend it. */
  private readonly read = new Map<string, Found>();

  constructor() {
    const [first] = this.world.funding;
    if (!first) throw new Error("somebody should have money");
    this.wallet = first;
    this.world.ledger.setSlot(this.slot);
    this.initialLovelace = this.unspent().reduce((sum, { lovelace }) => sum + lovelace, 0n);
  }

  tick(slots: number): void {
    this.slot += slots;
    this.world.ledger.setSlot(this.slot);
  }

  now(): Now {
    const [lowerSlot, upperSlot] = [this.slot - 20, this.slot + 60];
    return { lowerSlot, upperSlot, lowerMs: slotToMs(SLOTS, lowerSlot), upperMs: slotToMs(SLOTS, upperSlot) };
  }

  /** Sends it; true where the ledger took it. */
  send(model: PoolModel, attempt: Attempt, now: Now): { accepted: boolean; reason: string } {
    const draft = this.draftOf(model, attempt, now);
    const signed = signedDraft(attempt.mutation ? attempt.mutation(draft) : draft);
    const verdict = submit(this.world.ledger, signed);
    if (verdict.accepted) this.follow(signed, attempt, draft);
    if (verdict.accepted) this.last = signed;
    return { accepted: verdict.accepted, reason: reasonOf(verdict) };
  }

  /** Sends once more what was taken last; true where the ledger took it. */
  resend(): boolean {
    return this.last !== "" && submit(this.world.ledger, this.last).accepted;
  }

  private draftOf(model: PoolModel, attempt: Attempt, now: Now): TestDraft {
    const { script, referenceScripts, collateral } = this.world;
    const { redeemer, next, payouts = [], feeLovelace, signatories } = attempt;
    const frame = draftFrame(
      {
        pool: { output: this.pool, policyId: script.policyId, datum: datumOf(model), held: model.held },
        script,
        prizeAsset: PRIZE_ASSET,
        referenceScripts,
        rewardsLovelace: 0n,
        collateral,
        chain: CHAIN_TERMS,
        validFromSlot: attempt.isWithoutLowerBound ? null : now.lowerSlot,
        validUntilSlot: now.upperSlot,
      },
      redeemer,
    );
    const toTreasury = {
      lovelace: next.toTreasury.lovelace - model.toTreasury.lovelace,
      tokens: next.toTreasury.tokens - model.toTreasury.tokens,
    };
    const isTaken = redeemer.kind === "withdraw" || redeemer.kind === "close";
    const outputs = [
      ...(next.isOpen ? [poolOutput(script, PRIZE_ASSET, { datum: datumOf(next), held: next.held })] : []),
      ...(isTaken ? [draftPayout({ address: TREASURY, ...toTreasury }, PRIZE_ASSET)] : []),
      ...payouts.map((payout) => draftPayout(payout, PRIZE_ASSET)),
    ];
    const change = this.changeOf(model, attempt);
    return {
      ...frame,
      inputs: change ? [this.pool, this.wallet] : [this.pool],
      outputs: change ? [...outputs, change] : outputs,
      feeLovelace,
      signatories,
    };
  }

  private changeOf(model: PoolModel, { isDeposit, next, feeLovelace }: Attempt) {
    if (!isDeposit) return null;
    const { address, lovelace, assets } = this.wallet;
    const tokens = (assets[PRIZE_UNIT] ?? 0n) - (next.held.tokens - model.held.tokens);
    return {
      address,
      lovelace: lovelace - (next.held.lovelace - model.held.lovelace) - feeLovelace,
      assets: { [PRIZE_UNIT]: tokens },
      inlineDatum: null,
      referenceScript: null,
    };
  }

  private follow(signed: string, attempt: Attempt, draft: TestDraft): void {
    const { txHash } = decodeTransaction(signed);
    const output = (index: number): TxOutput => {
      const made = draft.outputs[index];
      if (!made) throw new Error(`no output ${index}`);
      const { referenceScript: _, ...rest } = made;
      return { ...rest, ref: { txHash, index }, datumHash: null, referenceScriptHash: null };
    };
    if (attempt.isDeposit) {
      this.wallet = output(draft.outputs.length - 1);
      this.depositFees += attempt.feeLovelace;
    }
    if (attempt.next.isOpen) this.pool = output(0);
  }

  /** The ledger's own outputs against the model: state, amounts, who got what, and that nothing was lost. */
  expectEqual(model: PoolModel): void {
    const { script } = this.world;
    const unspent = this.unspent();
    const pools = unspent.filter(({ assets }) => (assets[script.stateToken] ?? 0n) > 0n);
    expect(pools.length).toBe(model.isOpen ? 1 : 0);
    for (const pool of pools) {
      expect(pool.address).toBe(script.address);
      expect(pool.lovelace).toBe(model.held.lovelace);
      expect(pool.assets).toEqual(poolAssets(script.policyId, PRIZE_ASSET, model.held.tokens));
      expect(decodeDatum(pool.datum ?? "")).toEqual(datumOf(model));
      expect(pool.datum).toBe(encodeDatum(datumOf(model)));
    }
    expect(unspent.filter(({ address }) => address === SECOND_POOL.address).length).toBe(1);
    const got = new Map<string, bigint>();
    for (const { address, lovelace } of unspent) got.set(address, (got.get(address) ?? 0n) + lovelace);
    for (const [address, lovelace] of model.paid) expect(got.get(address)).toBe(lovelace);
    expect(got.get(TREASURY) ?? 0n).toBe(model.toTreasury.lovelace);
    // Nobody else has anything: the pools, the scripts, the operator, those who were paid.
    const known = new Set([script.address, SECOND_POOL.address, OPERATOR.address, TREASURY, ...model.paid.keys()]);
    expect([...got.keys()].filter((address) => !known.has(address))).toEqual([]);
    const total = unspent.reduce((sum, { lovelace }) => sum + lovelace, 0n);
    expect(total + model.feesLovelace + this.depositFees).toBe(this.initialLovelace);
  }

  private unspent(): Found[] {
    return this.world.ledger.getAllUtxos().map((bytes) => {
      const key = Buffer.from(bytes.slice(0, 40)).toString("hex");
      const found = this.read.get(key) ?? readEntry(bytes);
      this.read.set(key, found);
      return found;
    });
  }
}
