import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import type { Credential } from "../cardano/address";
import { constr, type PlutusData, parseData, serialiseData } from "../cardano/plutus-data";
import { blake2b256 } from "../hash";
import type { Hex } from "../units";
import { amountFromData, amountToData } from "./datum";
import { asBytes, asConstr, asCount, asInt, asList, fieldsOf, ShapeError } from "./shape";
import type { PrizeAsset, Settings } from "./types";

const NONE: PlutusData = constr(1);

export function settingsToData(settings: Settings): PlutusData {
  return constr(
    0,
    asciiToHex(settings.network),
    BigInt(settings.intervalMs),
    prizeAssetToData(settings.prizeAsset),
    credentialToData(settings.treasury),
    settings.oracle,
    settings.approvers,
    BigInt(settings.threshold),
    amountToData(settings.dailyLimit),
    BigInt(settings.minGapMs),
    BigInt(settings.minWindowMs),
    BigInt(settings.maxWindowMs),
    settings.reserveLovelace,
    amountToData(settings.minDeposit),
  );
}

export function encodeSettings(settings: Settings): Hex {
  return serialiseData(settingsToData(settings));
}

export function decodeSettings(cbor: Hex): Settings {
  return settingsFromData(parseData(cbor));
}

/** blake2b-256 of the serialised settings: what the datum holds in their place. */
export function hashSettings(settings: Settings): Hex {
  return bytesToHex(blake2b256(hexToBytes(encodeSettings(settings))));
}

export function settingsFromData(data: PlutusData | undefined): Settings {
  const fields = fieldsOf(data, 0, 13, "settings");
  const [network, interval, asset, treasury, oracle, approvers, threshold, limit, ...rest] = fields;
  const [minGap, minWindow, maxWindow, reserve, minDeposit] = rest;
  return {
    network: hexToAscii(asBytes(network, "network")),
    intervalMs: asCount(interval, "interval_ms"),
    prizeAsset: prizeAssetFromData(asset),
    treasury: credentialFromData(treasury),
    oracle: asBytes(oracle, "oracle"),
    approvers: asList(approvers, "approvers").map((key) => asBytes(key, "an approver")),
    threshold: asCount(threshold, "threshold"),
    dailyLimit: amountFromData(limit, "daily_limit"),
    minGapMs: asCount(minGap, "min_gap_ms"),
    minWindowMs: asCount(minWindow, "min_window_ms"),
    maxWindowMs: asCount(maxWindow, "max_window_ms"),
    reserveLovelace: asInt(reserve, "reserve"),
    minDeposit: amountFromData(minDeposit, "min_deposit"),
  };
}

/** `Option<PrizeAsset>`: Some is constructor 0, None 1. */
export function prizeAssetToData(asset: PrizeAsset | null): PlutusData {
  if (!asset) return NONE;
  return constr(0, constr(0, asset.policyId, asset.assetName, asciiToHex(asset.label)));
}

function prizeAssetFromData(data: PlutusData | undefined): PrizeAsset | null {
  if (asConstr(data, "prize_asset").constr === 1) return null;
  const [some] = fieldsOf(data, 0, 1, "prize_asset");
  const [policyId, assetName, label] = fieldsOf(some, 0, 3, "prize_asset");
  return {
    policyId: asBytes(policyId, "prize asset's policy"),
    assetName: asBytes(assetName, "prize asset's name"),
    label: hexToAscii(asBytes(label, "prize asset's label")),
  };
}

export function credentialToData(credential: Credential): PlutusData {
  return constr(credential.kind === "key" ? 0 : 1, credential.hash);
}

function credentialFromData(data: PlutusData | undefined): Credential {
  const { constr: index } = asConstr(data, "treasury");
  if (index > 1) throw new ShapeError(`treasury should be a key or a script, not constructor ${index}`);
  const [hash] = fieldsOf(data, index, 1, "treasury");
  return { kind: index === 0 ? "key" : "script", hash: asBytes(hash, "treasury") };
}

export function asciiToHex(text: string): Hex {
  return bytesToHex(utf8ToBytes(text));
}

/** Bytes that are no UTF-8 become replacement characters, which no check lets through. */
function hexToAscii(hex: Hex): string {
  return new TextDecoder().decode(hexToBytes(hex));
}
