import {
  type DevnetEra,
  epochOfSlot,
  epochStartSlot,
  type Genesis,
  horizonSlot,
  safeZoneSlots,
  slotToTimeMs,
} from "../ledger/genesis";
import { blockfrostParameters } from "../ledger/protocol-parameters";
import { feeLovelace, sumLovelace } from "../ledger/records";
import { badRequest, notFound } from "./errors";
import { type ApiRequest, get, param } from "./router";
import type { ChainView } from "./view";

const MAX_SUPPLY = 45_000_000_000_000_000n;

/**
 * Facts of the network. Slot lengths are in seconds, as in Blockfrost. A slot of 200 ms is therefore 0.2, although the
 * description says integer: there is no other way.
 */
export const networkRoutes = [
  get("/", ({ url }) => ({ url, version: "0.1.0-devnet" })),
  get("/health", () => ({ is_healthy: true })),
  get("/health/clock", ({ view }) => ({ server_time: view.chain.clock.nowMs() })),
  get("/genesis", ({ view }) => genesisShape(view.chain.genesis)),
  get("/network", ({ view }) => networkShape(view)),
  get("/network/eras", ({ view }) => erasShape(view)),
  get("/epochs/latest", ({ view }) => epochShape(view, tipEpoch(view))),
  get("/epochs/latest/parameters", ({ view }) => blockfrostParameters(tipEpoch(view))),
  get("/epochs/:number", (request) => epochShape(request.view, readEpoch(request))),
  get("/epochs/:number/parameters", (request) => blockfrostParameters(readEpoch(request))),
];

function genesisShape(genesis: Genesis) {
  return {
    active_slots_coefficient: genesis.activeSlotsCoefficient,
    update_quorum: 5,
    max_lovelace_supply: MAX_SUPPLY.toString(),
    network_magic: genesis.networkMagic,
    epoch_length: genesis.currentEra.epochLength,
    system_start: genesis.systemStartMs / 1000,
    slots_per_kes_period: 129_600,
    slot_length: genesis.currentEra.slotLengthMs / 1000,
    max_kes_evolutions: 62,
    security_param: genesis.securityParam,
  };
}

function networkShape(view: ChainView) {
  const { index } = view.chain;
  let circulating = 0n;
  let locked = 0n;
  for (const record of index.transactions.values()) {
    if (!view.sees(record)) continue;
    for (const utxo of record.produced) {
      if (view.spender(utxo)) continue;
      circulating += utxo.output.lovelace;
      if (utxo.output.address.payment?.script) locked += utxo.output.lovelace;
    }
  }
  const reserves = (MAX_SUPPLY - circulating).toString();
  return {
    supply: {
      max: MAX_SUPPLY.toString(),
      total: circulating.toString(),
      circulating: circulating.toString(),
      locked: locked.toString(),
      treasury: "0",
      reserves,
    },
    stake: { live: "0", active: "0" },
  };
}

function erasShape(view: ChainView) {
  const { genesis } = view.chain;
  return genesis.eras.map((era, i) => {
    const endSlot = genesis.eras[i + 1]?.startSlot ?? horizonSlot(genesis, view.tip.slot);
    return {
      start: { time: era.startTimeMs / 1000, slot: era.startSlot, epoch: era.startEpoch },
      end: eraEnd(era, endSlot),
      parameters: {
        epoch_length: era.epochLength,
        slot_length: era.slotLengthMs / 1000,
        safe_zone: safeZoneSlots(genesis),
      },
    };
  });
}

function eraEnd(era: DevnetEra, endSlot: number) {
  const slots = endSlot - era.startSlot;
  return {
    time: (era.startTimeMs + slots * era.slotLengthMs) / 1000,
    slot: endSlot,
    epoch: era.startEpoch + slots / era.epochLength,
  };
}

function tipEpoch(view: ChainView): number {
  return epochOfSlot(view.chain.genesis, Math.max(view.tip.slot, view.chain.genesis.currentEra.startSlot)).epoch;
}

function readEpoch(request: ApiRequest): number {
  const text = param(request, "number");
  if (!/^\d{1,9}$/.test(text)) throw badRequest("Missing, out of range or malformed epoch_number.");
  const epoch = Number(text);
  if (epoch > tipEpoch(request.view)) throw notFound();
  return epoch;
}

function epochShape(view: ChainView, epoch: number) {
  const { genesis } = view.chain;
  const [start, end] = [epochStartSlot(genesis, epoch), epochStartSlot(genesis, epoch + 1)];
  const blocks = view.blocks().filter((block) => block.slot >= start && block.slot < end);
  const records = blocks.flatMap((block) => block.transactions);
  const seconds = (timeMs: number) => Math.floor(timeMs / 1000);
  const startMs = slotToTimeMs(genesis, start);
  return {
    epoch,
    start_time: seconds(startMs),
    end_time: seconds(slotToTimeMs(genesis, end)),
    first_block_time: seconds(blocks[0]?.timeMs ?? startMs),
    last_block_time: seconds(blocks[blocks.length - 1]?.timeMs ?? startMs),
    block_count: blocks.length,
    tx_count: records.length,
    output: records.reduce((sum, record) => sum + sumLovelace(record.produced), 0n).toString(),
    fees: records.reduce((sum, record) => sum + feeLovelace(record), 0n).toString(),
    active_stake: null,
  };
}
