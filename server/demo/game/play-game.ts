import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { makeAddress } from "@/server/domain/cardano/address";
import { minimumOutputLovelace } from "@/server/domain/cardano/minimum-output";
import { largestOf } from "@/server/domain/integers";
import type { ChainSource, TxOutput } from "@/server/domain/ports";
import type { AssetUnit, Lovelace } from "@/server/domain/units";
import { type NativeScript, nativeScriptHash } from "../wallet/native-script";
import type { PaymentOutput } from "../wallet/output";
import { type Wallet, walletFromSeed } from "../wallet/seed";
import { assignRoles } from "./cast";
import { sumLovelace, writeFunding } from "./funding";
import { landAll } from "./land";
import { costOf } from "./move-cost";
import { MoveWriter } from "./move-writer";
import { type Grant, grantTokens, type Move, planMoves, supplyFor } from "./moves";
import { makePeople } from "./people";
import { randomFrom } from "./random";
import { afterMoves, tellMembers } from "./result";
import { readTerms, type Terms } from "./terms";
import type { GameResult, OnProgress } from "./types";

export type GameInput = {
  readonly source: ChainSource;
  /** BIP-39 phrase of the wallet that pays for everything. */
  readonly fundingSeed: string;
  /** Identities that play for themselves; others are added (cast.ts). */
  readonly players: number;
  /** The same number gives the same cast and the same moves. */
  readonly seed: number;
  readonly onProgress?: OnProgress;
};

const ASSET_NAME = bytesToHex(utf8ToBytes("DailyPrize"));
const LEAST_PLAY_LOVELACE: Lovelace = 2_000_000n;

/**
 * Plays a whole game on any chain, through the source alone, and returns when all of it is in blocks.
 *
 * - The prize token is minted once, under a policy of the funding key that ends with the game's validity: its supply is
 *   fixed from then on.
 * - The game's address is a native script. The funding key can spend from it later, to get the play money back on a
 *   public test network. Token and address are new with each game, because the slot is in them.
 *
 * Throws a readable error if the phrase is wrong, the funding address holds too little, or the network is mainnet.
 */
export async function playGame(input: GameInput): Promise<GameResult> {
  const { source, seed, onProgress = () => {} } = input;
  const terms = await readTerms(source);
  const wallet = walletFromSeed(input.fundingSeed, terms.networkId);
  const stage = setStage(input, wallet, terms);
  const funding = writeFunding({
    wallet,
    available: await source.unspentOutputs(wallet.address),
    outputs: stage.outputs,
    mint: { policy: stage.policy, quantities: { [stage.prizeAsset]: stage.supply } },
    terms,
    purpose: `a game of ${input.players} players`,
  });
  await landAll(source, funding.outgoing, { addresses: [wallet.address], units: [] }, ({ landed, total }) =>
    onProgress({ stage: "distribute", done: landed, total }),
  );
  const writer = new MoveWriter(terms, stage.prizeAsset, stage.gameAddress);
  writer.put(funding.paid);
  for (const move of stage.moves) writer.write(move);
  const watch = { addresses: [stage.gameAddress], units: [stage.prizeAsset] };
  await landAll(source, writer.written, watch, ({ accepted, landed, total }) => {
    if (accepted < total) onProgress({ stage: "play", done: accepted, total });
    else onProgress({ stage: "confirm", done: landed, total });
  });
  return {
    seed,
    players: input.players,
    gameAddress: stage.gameAddress,
    prizeAsset: stage.prizeAsset,
    supply: stage.supply,
    minimumPlayLovelace: stage.minimumPlayLovelace,
    members: afterMoves(tellMembers(stage.grants), stage.moves, stage.minimumPlayLovelace),
    transactions: [...funding.outgoing, ...writer.written].map(({ hash }) => hash),
    funding: tellFunding(wallet, funding, stage.prizeAsset),
  };
}

type Stage = {
  readonly policy: NativeScript;
  readonly prizeAsset: AssetUnit;
  readonly supply: bigint;
  readonly gameAddress: string;
  readonly minimumPlayLovelace: Lovelace;
  readonly grants: readonly Grant[];
  /** In the order of their rounds. */
  readonly moves: readonly Move[];
  readonly outputs: readonly PaymentOutput[];
};

function setStage({ players, seed, fundingSeed }: GameInput, wallet: Wallet, terms: Terms): Stage {
  const { networkId, validUntilSlot, parameters } = terms;
  const random = randomFrom(`game ${seed}`);
  const owner: NativeScript = { kind: "key", keyHash: wallet.paymentKey.keyHash };
  const until: NativeScript = { kind: "before", slot: validUntilSlot };
  const policy: NativeScript = { kind: "all", scripts: [owner, until] };
  const afterwards: NativeScript = { kind: "after", slot: validUntilSlot };
  const gameHash = nativeScriptHash({ kind: "all", scripts: [owner, afterwards] });
  const gameAddress = makeAddress(networkId, { kind: "script", hash: gameHash }, null);
  const prizeAsset = nativeScriptHash(policy) + ASSET_NAME;
  const atGame = { address: gameAddress, lovelace: 0n, assets: {} };
  const least = 2n * minimumOutputLovelace(atGame, parameters.coinsPerUtxoByte);
  const minimumPlayLovelace = largestOf([least, LEAST_PLAY_LOVELACE]);
  const people = makePeople(assignRoles(players, random), fundingSeed, seed, networkId);
  const grants = grantTokens(people, random);
  const moves = planMoves(grants, minimumPlayLovelace, random).sort((a, b) => a.round - b.round);
  const outputs = grants.flatMap((grant) => grantOutputs(grant, moves, prizeAsset, terms));
  const supply = supplyFor(people);
  return { policy, prizeAsset, supply, gameAddress, minimumPlayLovelace, grants, moves, outputs };
}

/** One output per place: the tokens, and in the first also the money for all of the person's moves. */
function grantOutputs({ person, quantities }: Grant, moves: readonly Move[], unit: AssetUnit, terms: Terms) {
  return person.places.map(({ address }, place): PaymentOutput => {
    const quantity = quantities[place] ?? 0n;
    const output = { address, lovelace: 0n, assets: quantity > 0n ? { [unit]: quantity } : {} };
    const least = minimumOutputLovelace(output, terms.parameters.coinsPerUtxoByte);
    const own = place === 0 ? moves.filter((move) => move.person === person) : [];
    return { ...output, lovelace: own.reduce((sum, move) => sum + costOf(move, unit, terms), least) };
  });
}

export function tellFunding(wallet: Wallet, { left }: { left: readonly TxOutput[] }, unit: AssetUnit) {
  const tokens = left.reduce((total, { assets }) => total + (assets[unit] ?? 0n), 0n);
  return { address: wallet.address, lovelace: sumLovelace(left), tokens };
}
