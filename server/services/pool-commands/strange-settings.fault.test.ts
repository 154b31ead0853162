import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makePoolScript } from "@/server/chain/pool/script";
import { ChainSourceError } from "@/server/chain/sources/error";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { networkLabel } from "@/server/domain/cardano/network";
import { encodeSettings } from "@/server/domain/contract/settings";
import type { Settings } from "@/server/domain/contract/types";
import type { ChainSource } from "@/server/domain/ports";
import { createOperator } from "@/server/signing/operator";
import { OPERATOR_KEY, testKey } from "@/server/testing/services/keys";
import {
  fund,
  LOCKED,
  makeStrangePool,
  STRANGE_MAGIC,
  startStrangeChain,
} from "@/server/testing/services/strange-pool";
import { testSettings } from "@/server/testing/services/world-terms";
import { planDeployment } from "./deploy-pool";
import { seePool } from "./find-pool";
import { poolInWords } from "./pool-in-words";

const SOUND = testSettings(networkLabel(STRANGE_MAGIC));
const DAY_MS = 86_400_000;
const GOVERNOR = makePoolScript({ txHash: "00".repeat(32), index: 0 }, 0).governor.hash;
const OPERATORS = keyHashOf(OPERATOR_KEY.publicKey);

let chain: Awaited<ReturnType<typeof startStrangeChain>>;
beforeAll(async () => {
  chain = await startStrangeChain();
});
afterAll(() => chain.stop());

const make = (change: Partial<Settings>, depositLovelace?: bigint) =>
  makeStrangePool(chain, {
    settings: { ...SOUND, ...change },
    holders: LOCKED,
    ...(depositLovelace === undefined ? {} : { depositLovelace }),
  });

async function wordsOf(policyId: string, source: ChainSource = chain.source) {
  const { words } = await poolInWords(source, await seePool(source, policyId));
  return { facts: Object.fromEntries(words.facts), said: words.faults.join("\n"), first: words.faults[0] ?? "" };
}

it("a pool as the product makes it is told as a whole, in words", async () => {
  const { policyId, script } = await make({});
  const { facts, said } = await wordsOf(policyId);
  expect(said).toBe(
    "2 of 3 approvers must sign: if one key is lost, the loss of another locks the money for ever. Have them add approvers until there are two more than must sign: npm run pool -- add-approver.",
  );
  const plain = Object.fromEntries(Object.entries(facts).map(([label, text]) => [label, text.replace(/[\s]/g, " ")]));
  expect(plain).toMatchObject({
    Holds: "1 000.00 ADA",
    State: "idle, nothing is owed",
    "Last day": expect.stringMatching(/^none was paid; the first that can be is \d+$/),
    "Last Commit": "never",
    Nonce: "0",
    Operator: `${OPERATORS}, at most 3.00 ADA of fee a transaction`,
    Network: "magic42",
    Approvers: "2 of 3 must sign",
    "A day": "1 minute, at most 5 000.00 ADA",
    "An hour": "at most 300 000.00 ADA if every day is paid when it ends",
    "Between days": "no wait between two Commits",
    Deadline: "30 seconds to 2 hours after the Commit",
    Reserve: "5.00 ADA",
    Treasury: expect.stringMatching(/^addr_test1\S+, of a key with the hash (ee){28}$/),
    "Prizes in": "ADA",
    Contract: expect.stringMatching(`^${script.hash}: our own compiled contract gives this hash for the seed`),
    Governor: `${GOVERNOR}: our own compiled contract gives this hash`,
    "Pool script": expect.stringMatching(/^in \w{64}#0 at addr_test1\S+, where nobody can spend it$/),
    "Gov. script": expect.stringMatching(/^in \w{64}#1 at addr_test1\S+, where nobody can spend it$/),
    Account: expect.stringMatching(/^stake_test1\S+, holds 0.00 ADA$/),
  });
});

describe("what the contract takes is told, the worst first, with what to do", () => {
  const key = (hash: string) => ({ kind: "key", hash }) as const;
  it.each<[string, Partial<Settings>, RegExp]>([
    [
      "settings of another network",
      { network: "preprod" },
      /^The settings name the network preprod, but the chain source is of magic42: .* deploy another\.$/,
    ],
    [
      "days of a hundred years",
      { intervalMs: 36_525 * DAY_MS },
      /^A day of this pool lasts 36525 days and next ends 2070-01-01 00:00:00 UTC, so nobody who waits is paid\./,
    ],
    [
      "the operator as treasury",
      { treasury: key(OPERATORS) },
      /^The treasury is the operator's own key, .* sign no Withdraw and no Close/,
    ],
    [
      "the governor as treasury",
      { treasury: { kind: "script", hash: GOVERNOR } },
      /^The treasury is the governor's script, from which nobody can take anything/,
    ],
    [
      "a treasury that nobody has seen",
      { treasury: { kind: "script", hash: "cd".repeat(28) } },
      /The treasury is the script (cd){28}, which nobody has shown on chain yet\. Ask whose it is/,
    ],
  ])("%s", async (_, change, words) => {
    const { policyId } = await make(change);
    const { said } = await wordsOf(policyId);
    expect(said).toMatch(new RegExp(words.source, "m"));
  });

  it("a treasury whose script takes no money without a datum, and one that is a native script", async () => {
    const { policyId } = await make({ treasury: { kind: "script", hash: "cd".repeat(28) } });
    const knowing = (script: ChainSource["script"]) => wordsOf(policyId, { ...chain.source, script });
    const plutus = await knowing(async () => ({ kind: "PlutusV2", cbor: "" }));
    expect(plutus.first).toMatch(/^The treasury is the script (cd){28}, which needs a datum/);
    const native = await knowing(async () => {
      throw new ChainSourceError("not-supported", "a source", "it is native", { scriptType: "timelock" });
    });
    expect(native.said).not.toMatch(/treasury/);
  });

  it("a pool that holds too little to pay anyone", async () => {
    const { policyId } = await make({}, 17_000_000n);
    expect((await wordsOf(policyId)).said).toMatch(/The pool holds 17\.00.ADA; .* need 17\.849070.ADA, so nothing/);
  });

  it("a fee for which not even one payment can be built, once the protocol's prices have risen", async () => {
    const { policyId } = await make({});
    const parameters = async () => ({ ...(await chain.source.parameters()), minFeeA: 4_400 });
    expect((await wordsOf(policyId, { ...chain.source, parameters })).first).toMatch(
      /^One transaction may cost at most 3\.00.ADA, and not even a batch of one payment .* -- set-max-fee\.$/,
    );
  });

  it("numbers that nothing can be calculated with", async () => {
    const { policyId, settings } = await make({});
    const huge = encodeSettings({ ...settings, intervalMs: 2 ** 60 });
    const transactionBytes = async (hash: string) =>
      (await chain.source.transactionBytes(hash))?.replace(encodeSettings(settings), huge) ?? null;
    await expect(seePool({ ...chain.source, transactionBytes }, policyId)).rejects.toThrow(
      /cannot be used: interval_ms is 1152921504606846976, out of range, which no pool made by this product has/,
    );
  });
});

describe("before money goes out", () => {
  const deployer = createOperator(testKey("deployer"));
  beforeAll(async () => {
    const address = enterpriseAddress(0, deployer.publicKey());
    for (const ada of [10n, 20n, 3_000n]) await fund(chain, address, ada * 1_000_000n);
  });
  const plan = (change: Partial<Settings>, terms: { maxFeeLovelace?: bigint; transactionLifetimeMs?: number } = {}) =>
    planDeployment(chain.source, deployer, {
      settings: { ...SOUND, ...change },
      maxFeeLovelace: 3_000_000n,
      depositLovelace: 1_000_000_000n,
      ...terms,
    });

  it.each<[string, Partial<Settings>, RegExp]>([
    ["another network", { network: "preprod" }, /The settings name the network preprod/],
    ["an endless day", { intervalMs: 36_525 * DAY_MS }, /A day of this pool lasts 36525 days/],
    ["a short day", { intervalMs: 19_000 }, /lasts 19 seconds, less than the 20 seconds between two blocks/],
    ["a tiny limit", { dailyLimit: { lovelace: 849_069n, tokens: 0n } }, /less than the smallest payment, 849070/],
    ["a reserve of all ADA", { reserveLovelace: 1n << 60n }, /The reserve of .* leaves nothing to pay from/],
    [
      "a reserve above the deposit",
      { reserveLovelace: 995_000_000n },
      /deposit: 1000000000 lovelace cannot pay anyone/,
    ],
    [
      "the operator as treasury",
      { treasury: { kind: "key", hash: keyHashOf(deployer.publicKey()) } },
      /The treasury is the operator's own key/,
    ],
    ["the governor as treasury", { treasury: { kind: "script", hash: GOVERNOR } }, /The treasury is the governor's/],
  ])("a deployment with %s is refused, and says why", async (_, change, words) => {
    const refused = plan(change);
    await expect(refused).rejects.toThrow(/^these settings cannot work; nothing was sent: /);
    await expect(refused).rejects.toThrow(words);
    // The file is corrected: nobody signs anything.
    await expect(refused).rejects.not.toThrow(/npm run pool|have the approvers/i);
  });

  it("so is one whose operations leave nobody time to sign; a sound one only says what is to be known", async () => {
    await expect(plan({ maxWindowMs: 3_700_000 }, { transactionLifetimeMs: 1_800_000 })).rejects.toThrow(
      /nothing was sent: maxWindowMs is 3700000, which leaves 70000 ms to sign a plan/,
    );
    expect((await plan({})).warnings).toEqual([{ kind: "few-keys", threshold: 2, approvers: 3 }]);
  });
});
