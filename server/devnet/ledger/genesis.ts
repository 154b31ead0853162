import type { Era } from "@/server/domain/ports";

/** Options for a devnet's network. Every time is POSIX milliseconds. */
export type GenesisOptions = {
  readonly networkMagic?: number;
  /** Time of slot 0. Default: such that the last era starts now. */
  readonly systemStartMs?: number;
  /** Slot length of the last (current) era. */
  readonly slotLengthMs?: number;
  /** Eras before the current one, oldest first, each ended by the next. */
  readonly earlierEras?: readonly {
    readonly slots: number;
    readonly slotLengthMs: number;
    readonly epochLength: number;
  }[];
  /** k: no rollback goes deeper. */
  readonly securityParam?: number;
  /** Slots of an epoch in the current era. */
  readonly epochLength?: number;
  /** Share of slots that have a block; sets the forecast horizon (3k / f). */
  readonly activeSlotsCoefficient?: number;
  readonly initialFunds?: readonly InitialFund[];
  readonly initialRewardAccounts?: readonly InitialRewardAccount[];
};

export type InitialFund = {
  readonly address: string;
  readonly lovelace: bigint;
  /** Unit (policy id + asset name, hex) to quantity. */
  readonly assets?: Readonly<Record<string, bigint>>;
};

/** An account that is registered from the start, with rewards from earlier epochs. */
export type InitialRewardAccount = { readonly address: string; readonly rewardLovelace: bigint };

/** `startTimeMs` is relative to the system start, as in the domain. */
export type DevnetEra = Era & { readonly epochLength: number; readonly startEpoch: number };

export type Genesis = {
  readonly networkMagic: number;
  readonly systemStartMs: number;
  readonly securityParam: number;
  readonly activeSlotsCoefficient: number;
  readonly eras: readonly DevnetEra[];
  readonly currentEra: DevnetEra;
  readonly initialFunds: readonly InitialFund[];
  readonly initialRewardAccounts: readonly InitialRewardAccount[];
};

/** Fills in defaults and checks. Throws with what was wrong and what would be right. */
export function makeGenesis(options: GenesisOptions, nowMs: number): Genesis {
  const slotLengthMs = positiveInteger("slotLengthMs", options.slotLengthMs ?? 1000);
  const epochLength = positiveInteger("epochLength", options.epochLength ?? 86_400);
  const eras: DevnetEra[] = [];
  let next = { startSlot: 0, startTimeMs: 0, startEpoch: 0 };
  for (const era of options.earlierEras ?? []) {
    if (era.slots % era.epochLength !== 0)
      throw new Error(`an era of ${era.slots} slots is not a whole number of epochs of ${era.epochLength}`);
    eras.push({ ...next, slotLengthMs: era.slotLengthMs, epochLength: era.epochLength });
    next = {
      startSlot: next.startSlot + era.slots,
      startTimeMs: next.startTimeMs + era.slots * era.slotLengthMs,
      startEpoch: next.startEpoch + era.slots / era.epochLength,
    };
  }
  const currentEra = { ...next, slotLengthMs, epochLength };
  const coefficient = options.activeSlotsCoefficient ?? 1;
  if (!(coefficient > 0 && coefficient <= 1))
    throw new Error(`activeSlotsCoefficient is ${coefficient}; it must be above 0 and at most 1`);
  // Blockfrost reports the system start in whole seconds.
  const systemStartMs = options.systemStartMs ?? Math.floor((nowMs - next.startTimeMs) / 1000) * 1000;
  if (systemStartMs % 1000 !== 0) throw new Error(`systemStartMs is ${systemStartMs}; it must be a whole second`);
  return {
    networkMagic: positiveInteger("networkMagic", options.networkMagic ?? 42),
    systemStartMs,
    securityParam: positiveInteger("securityParam", options.securityParam ?? 2160),
    activeSlotsCoefficient: coefficient,
    eras: [...eras, currentEra],
    currentEra,
    initialFunds: options.initialFunds ?? [],
    initialRewardAccounts: options.initialRewardAccounts ?? [],
  };
}

export function slotToTimeMs(genesis: Genesis, slot: number): number {
  const era = eraOfSlot(genesis, slot);
  return genesis.systemStartMs + era.startTimeMs + (slot - era.startSlot) * era.slotLengthMs;
}

/** The slot of a moment in the current era; never before the current era. */
export function timeMsToSlot(genesis: Genesis, timeMs: number): number {
  const era = genesis.currentEra;
  const elapsedMs = timeMs - genesis.systemStartMs - era.startTimeMs;
  return era.startSlot + Math.max(0, Math.floor(elapsedMs / era.slotLengthMs));
}

export function epochOfSlot(genesis: Genesis, slot: number): { epoch: number; epochSlot: number } {
  const era = eraOfSlot(genesis, slot);
  const into = slot - era.startSlot;
  return { epoch: era.startEpoch + Math.floor(into / era.epochLength), epochSlot: into % era.epochLength };
}

export function epochStartSlot(genesis: Genesis, epoch: number): number {
  const era = [...genesis.eras].reverse().find((candidate) => candidate.startEpoch <= epoch) ?? genesis.currentEra;
  return era.startSlot + (epoch - era.startEpoch) * era.epochLength;
}

/** Slots after the tip in which no hard fork can take effect: 3k / f (consensus, "safe zone"). */
export function safeZoneSlots(genesis: Genesis): number {
  return Math.ceil((3 * genesis.securityParam) / genesis.activeSlotsCoefficient);
}

/** The first slot without a known time: the epoch boundary after the tip's safe zone. */
export function horizonSlot(genesis: Genesis, tipSlot: number): number {
  const reach = Math.max(tipSlot, genesis.currentEra.startSlot) + safeZoneSlots(genesis);
  return epochStartSlot(genesis, epochOfSlot(genesis, reach).epoch + 1);
}

function eraOfSlot(genesis: Genesis, slot: number): DevnetEra {
  return [...genesis.eras].reverse().find((era) => era.startSlot <= slot) ?? genesis.currentEra;
}

function positiveInteger(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`${name} is ${value}; it must be a whole number from 1`);
  return value;
}
