import { buildInit } from "@/server/chain/pool/build-init";
import { buildReferenceScripts } from "@/server/chain/pool/build-reference-scripts";
import { knownLedger } from "@/server/chain/pool/known-ledger";
import { makePoolScript } from "@/server/chain/pool/script";
import { enrolmentText } from "@/server/domain/contract/approval-text";
import { hashSettings } from "@/server/domain/contract/settings";
import type { TxOutput } from "@/server/domain/ports";
import {
  type Clock,
  fundingOf,
  idleDatum,
  LARGE_AMOUNT,
  LARGE_SETTINGS,
  longEnvelope,
  REWARDS_LOVELACE,
  SIXTEEN,
  spendTerms,
} from "./largest-terms";
import { OPERATOR, ORACLE } from "./pool-terms";
import { type Largest, largest } from "./sign-largest";
import { walletOutput } from "./world";

export function deployment({ slots, nowSlot }: Clock): Largest[] {
  const [seed, wallet, collateral] = [200_000_000n, 900_000_000_000n, 20_000_000n].map((lovelace) =>
    walletOutput(OPERATOR, lovelace),
  ) as [TxOutput, TxOutput, TxOutput];
  const script = makePoolScript(seed.ref, 0);
  const { chain, referenceScripts } = spendTerms({ slots, nowSlot }, idleDatum({ slots, nowSlot }));
  const common = { script, chain, changeAddress: OPERATOR.address, validUntilSlot: nowSlot + 600 };
  const held = { ...referenceScripts.pool, address: script.address, referenceScriptHash: script.hash };
  const scripts = { pool: held, governor: { ...referenceScripts.governor, address: script.address } };
  const settings = LARGE_SETTINGS;
  const agree = (role: "oracle" | "approver") =>
    enrolmentText({
      network: settings.network,
      role,
      settingsHash: hashSettings(settings),
      policyId: script.policyId,
    });
  const tokens = fundingOf({ lovelace: 0n, tokens: LARGE_AMOUNT.tokens });
  const first = buildReferenceScripts({ ...common, funding: [wallet], opensAccount: true });
  const init = buildInit({
    ...common,
    terms: { settings, operator: OPERATOR.hash, maxFeeLovelace: 10_000_000n },
    oracleConsent: longEnvelope(ORACLE, agree("oracle")),
    approverConsents: SIXTEEN.map((key) => longEnvelope(key, agree("approver"))),
    funding: [wallet, ...tokens],
    referenceScripts: scripts,
    rewardsLovelace: REWARDS_LOVELACE,
    collateral,
    seed,
    deposit: { lovelace: 6_000_000_000n, tokens: LARGE_AMOUNT.tokens },
    validFromSlot: nowSlot - 60,
  });
  const ledger = { chain, nowSlot };
  const outputs = [seed, wallet, collateral, scripts.pool, scripts.governor, ...tokens];
  return [
    largest(
      "reference scripts",
      first,
      knownLedger(script, {
        ...ledger,
        outputs: [wallet],
        account: { isRegistered: false, withdrawableLovelace: 0n },
      }),
    ),
    largest(
      "Init",
      init,
      knownLedger(script, {
        ...ledger,
        outputs,
        account: { isRegistered: true, withdrawableLovelace: REWARDS_LOVELACE },
      }),
    ),
  ];
}
