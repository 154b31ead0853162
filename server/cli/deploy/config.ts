import { z } from "zod";
import { parseAddress } from "@/server/domain/cardano/address";
import { amountField, hexField, wholeNumberField } from "@/server/domain/fields";
import { withoutPlaceholders } from "@/server/files/placeholders";
import { readDocument } from "./document";

const duration = wholeNumberField(0, Number.MAX_SAFE_INTEGER, "milliseconds");
const publicKey = hexField(32, "an ed25519 public key");
const HOUR_MS = 3_600_000;

/** Where withdrawn money goes: a key's address. Its staking part is dropped. */
const treasury = z.string({ error: "must be an address" }).transform((text, context) => {
  const parsed = parseAddress(text);
  if (!("problem" in parsed) && (parsed.kind === "enterprise" || parsed.kind === "base"))
    return { networkId: parsed.networkId, credential: parsed.payment };
  const message = "problem" in parsed ? parsed.problem : "must be an address that begins with addr";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

const APPROVERS = "must be a list of 1 to 16 public keys, or null";
/** Judged by itself (`readDocuments`). */
const document = z.record(z.string(), z.unknown(), { error: "must be an object of fields, as in deploy.example.json" });

const configSchema = z
  .strictObject(
    {
      intervalMs: duration.default(24 * HOUR_MS),
      treasury,
      /** Null on a test network: the keys are created in the keys' folder. */
      oracle: publicKey.nullable().default(null),
      approvers: z
        .array(publicKey, { error: APPROVERS })
        .min(1, { error: APPROVERS })
        .max(16, { error: APPROVERS })
        .nullable()
        .default(null),
      threshold: wholeNumberField(1, 16, "how many approvers must sign").default(2),
      dailyLimitLovelace: amountField("1000000000"),
      minGapMs: duration.default(0),
      minWindowMs: duration.default(HOUR_MS),
      maxWindowMs: duration.default(48 * HOUR_MS),
      reserveLovelace: amountField("50000000").default(50_000_000n),
      minDepositLovelace: amountField("10000000").default(10_000_000n),
      maxFeeLovelace: amountField("4000000").default(4_000_000n),
      depositLovelace: amountField("10000000000"),
      rules: document,
      operations: document.default({}),
    },
    { error: ({ code }) => (code === "invalid_type" ? "must hold an object of fields" : undefined) },
  )
  .superRefine(({ treasury: { networkId }, rules }, context) => {
    const game = parseAddress(String(rules.gameAddress));
    if (!("networkId" in game) || game.networkId === networkId) return;
    const message = `belongs to ${name(networkId)}, but rules.gameAddress belongs to ${name(game.networkId)}; both must be of the chain source's network`;
    context.addIssue({ code: "custom", path: ["treasury"], message });
  })
  .transform(({ treasury, ...rest }) => ({ ...rest, treasury: treasury.credential }));

const name = (networkId: number) => (networkId === 1 ? "mainnet" : "a test network");

export type DeployConfig = z.output<typeof configSchema>;

/** Reads the deployment's file. Names every wrong field and what it must be; placeholders come first. */
export function readConfig(file: string): Promise<DeployConfig> {
  const hint = " deploy.example.json shows what it must contain.";
  return readDocument(file, withoutPlaceholders.pipe(configSchema), { isWrong: "is not a deployment", hint });
}
