import { z } from "zod";
import { type Arguments, usageError } from "@/server/cli/arguments";
import { problemsOf } from "@/server/domain/fields";
import { shown } from "@/server/domain/shown";
import { readJsonFile } from "@/server/files/read-json";
import { DIALECT_NAMES, type DialectName } from "./dialects";
import { loadFundingWallet } from "./funding";
import type { DevnetOptions } from "./start";

export const USAGE = `npm run devnet -- [options]

Starts a local Cardano chain with the Blockfrost API. Prints its addresses as JSON when ready.

  --port N                  API port (default 0: any free port)
  --control-port N          control port (default 0: any free port)
  --genesis FILE            JSON: networkMagic, systemStartMs, slotLengthMs, earlierEras, securityParam,
                            epochLength, activeSlotsCoefficient, initialFunds [{address, lovelace, assets?}],
                            initialRewardAccounts [{address, rewardLovelace}]
  --network-magic N         this and the next four override the file
  --system-start-ms N
  --slot-length-ms N
  --security-param N
  --epoch-length N
  --start-time-ms N         chain time at the start (default: the start of the current era)
  --speed N                 chain time per real time (default 1; 0 stops the clock until control moves it)
  --block-interval-ms N     chain time between blocks (default: one slot)
  --no-mining               make blocks only by control
  --funding-seed-file FILE  wallet that holds the initial funds; created if missing
  --funding-lovelace N      lovelace in that wallet
  --mempool-bytes N         size of the mempool
  --project-id TEXT         require this project_id
  --dialects LIST           servers of other kinds that tell the same chain: ${DIALECT_NAMES.join(", ")}
  --exit-with-parent        stop when stdin closes`;

export const OPTIONS = {
  port: { type: "string" },
  "control-port": { type: "string" },
  genesis: { type: "string" },
  "network-magic": { type: "string" },
  "system-start-ms": { type: "string" },
  "slot-length-ms": { type: "string" },
  "security-param": { type: "string" },
  "epoch-length": { type: "string" },
  "start-time-ms": { type: "string" },
  speed: { type: "string" },
  "block-interval-ms": { type: "string" },
  "no-mining": { type: "boolean" },
  "funding-seed-file": { type: "string" },
  "funding-lovelace": { type: "string" },
  "mempool-bytes": { type: "string" },
  "project-id": { type: "string" },
  dialects: { type: "string" },
  "exit-with-parent": { type: "boolean" },
} as const;

const Quantity = z.union([z.string().regex(/^\d+$/), z.int().min(0)]).transform((value) => BigInt(value));

/** Amounts may be numbers or, beyond 2^53, text. */
const GenesisFile = z.strictObject({
  networkMagic: z.int().optional(),
  systemStartMs: z.int().optional(),
  slotLengthMs: z.int().optional(),
  earlierEras: z.array(z.strictObject({ slots: z.int(), slotLengthMs: z.int(), epochLength: z.int() })).optional(),
  securityParam: z.int().optional(),
  epochLength: z.int().optional(),
  activeSlotsCoefficient: z.number().optional(),
  initialFunds: z
    .array(
      z.strictObject({
        address: z.string(),
        lovelace: Quantity,
        assets: z.record(z.string(), Quantity).optional(),
      }),
    )
    .optional(),
  initialRewardAccounts: z.array(z.strictObject({ address: z.string(), rewardLovelace: Quantity })).optional(),
});

const FRACTION = /^[0-9]+(\.[0-9]+)?$/;
const MOST_SPEED = 1_000_000;
/** All lovelace that there can be. */
const MOST_LOVELACE = 45_000_000_000_000_000n;

export type CommandLine = { readonly exitWithParent: boolean; readonly options: DevnetOptions };

/** Reads what the options mean. Throws a usage error with the option's name and what would be right. */
export async function readOptions({ values }: Arguments<typeof OPTIONS>): Promise<CommandLine> {
  const number = <K extends string>(
    key: K,
    name: keyof typeof OPTIONS,
    { most = Number.MAX_SAFE_INTEGER, form = /^[0-9]+$/ } = {},
  ): { [P in K]?: number } => {
    const text = values[name];
    if (text === undefined) return {};
    const value = Number(text);
    if (form.test(String(text)) && value <= most) return { [key]: value } as { [P in K]?: number };
    const whole = form === FRACTION ? "" : "whole ";
    throw usageError(`--${name} must be a ${whole}number from 0 to ${most}, not ${shown(String(text))}.`);
  };
  const lovelace = values["funding-lovelace"];
  if (lovelace !== undefined && !(/^[1-9]\d{0,16}$/.test(lovelace) && BigInt(lovelace) <= MOST_LOVELACE))
    throw usageError(
      `--funding-lovelace must be a whole number of lovelace from 1 to ${MOST_LOVELACE}, not ${shown(lovelace)}.`,
    );
  const seedFile = values["funding-seed-file"];
  return {
    exitWithParent: values["exit-with-parent"] ?? false,
    options: {
      ...number("port", "port", { most: 65_535 }),
      ...number("controlPort", "control-port", { most: 65_535 }),
      ...number("startTimeMs", "start-time-ms"),
      ...number("speed", "speed", { form: FRACTION, most: MOST_SPEED }),
      ...number("blockIntervalMs", "block-interval-ms"),
      ...number("mempoolCapacityBytes", "mempool-bytes"),
      mining: !values["no-mining"],
      ...(values["project-id"] === undefined ? {} : { projectId: values["project-id"] }),
      ...(values.dialects === undefined ? {} : { dialects: readDialects(values.dialects) }),
      ...(seedFile === undefined ? {} : { funding: loadFundingWallet(seedFile) }),
      ...(lovelace === undefined ? {} : { fundingLovelace: BigInt(lovelace) }),
      genesis: {
        ...(values.genesis === undefined ? {} : await readGenesisFile(values.genesis)),
        ...number("networkMagic", "network-magic"),
        ...number("systemStartMs", "system-start-ms"),
        ...number("slotLengthMs", "slot-length-ms"),
        ...number("securityParam", "security-param"),
        ...number("epochLength", "epoch-length"),
      },
    },
  };
}

function readDialects(list: string): DialectName[] {
  return list.split(",").map((given) => {
    const name = DIALECT_NAMES.find((each) => each === given.trim());
    if (name) return name;
    throw usageError(`--dialects may name ${DIALECT_NAMES.join(", ")}, with commas between them, not ${shown(given)}.`);
  });
}

async function readGenesisFile(file: string): Promise<DevnetOptions["genesis"]> {
  const parsed = GenesisFile.safeParse(await readJsonFile(file));
  if (!parsed.success) {
    const fields = problemsOf(parsed.error).map(({ field, problem }) => field || problem);
    throw usageError(`--genesis ${file} does not describe a chain; these fields are wrong: ${fields.join(", ")}`);
  }
  return parsed.data as NonNullable<DevnetOptions["genesis"]>;
}
