import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { sealKey } from "@/server/domain/approver-key/vault";
import { closeText } from "@/server/domain/contract/act-text";
import { writeExpected } from "@/server/domain/signing-request/expected";
import { type SigningRequest, writeSigningRequest } from "@/server/domain/signing-request/request";
import { publicKeyOf } from "@/server/domain/signing-request/sign";
import { plannedRequest } from "@/server/testing/domain/planned-request";
import { sampleReport } from "@/server/testing/domain/sample-plan";

export const PASSPHRASE = "correct horse battery";

/** What somebody takes to the offline page, sound and not: files by their names in a folder. */
export async function writeSample(folder: string) {
  const secretKey = "42".repeat(32);
  const keys = [publicKeyOf(secretKey)];
  const report = sampleReport();
  const { request, binding } = plannedRequest(report, keys);
  const [part, ...parts] = report.parts.map(({ text }) => text);
  const { network, policyId } = binding;
  const act = closeText({ network, policyId, nonce: 7 });
  const sealed = await sealKey({ secretKey, passphrase: PASSPHRASE, salt: new Uint8Array(16), iv: new Uint8Array(12) });
  const written = (change: Partial<SigningRequest>) => writeSigningRequest({ ...request, ...change } as SigningRequest);
  const files = {
    "request.json": written({}),
    "more.json": written({ text: request.text.replace("pay 90000000", "pay 80000000") }),
    "elsewhere.json": written({ binding: { ...binding, network: "mainnet" } }),
    "others.json": written({ keys: ["11".repeat(32)] }),
    "invisible.json": written({}).replace("approve", "appr\u200bove"),
    "spaced.json": written({}).replace(":", ": "),
    "act.json": writeSigningRequest({ kind: "act", text: act, keys }),
    "report.json": report.text,
    "parts.ndjson": [part, ...parts].join("\n"),
    "cut.json": part?.replace(/\{[^}]*\},/, "") ?? "",
    "key.json": JSON.stringify(sealed),
    "plain.skey": JSON.stringify(
      { type: "PaymentSigningKeyShelley_ed25519", description: "", cborHex: `5820${secretKey}` },
      null,
      4,
    ),
    "expected.json": writeExpected({ network, policyId, mostLovelace: 90_000_000n }),
    "less.json": writeExpected({ network, policyId, mostLovelace: 89_999_999n }),
    "other-pool.json": writeExpected({ network, policyId: "cd".repeat(28), mostLovelace: 90_000_000n }),
  };
  mkdirSync(folder, { recursive: true });
  const place = (name: keyof typeof files) => path.join(folder, name);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return { request, publicKey: keys[0] ?? "", act, files, place };
}

export type Sample = Awaited<ReturnType<typeof writeSample>>;
