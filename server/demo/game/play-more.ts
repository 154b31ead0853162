import { minimumOutputLovelace } from "@/server/domain/cardano/minimum-output";
import { inParallel } from "@/server/domain/in-parallel";
import { largestOf } from "@/server/domain/integers";
import type { ChainSource, TxOutput } from "@/server/domain/ports";
import type { PaymentOutput } from "../wallet/output";
import { walletFromSeed } from "../wallet/seed";
import { type Funding, sumLovelace, writeFunding } from "./funding";
import { landAll } from "./land";
import { costOf } from "./move-cost";
import { MoveWriter } from "./move-writer";
import { type Move, playAmount } from "./moves";
import { patiently } from "./patience";
import { mainAddress, makePeople, type Person } from "./people";
import { type Random, randomFrom } from "./random";
import { afterMoves } from "./result";
import { readTerms, type Terms } from "./terms";
import type { GameResult, OnProgress, Role } from "./types";

export type MoreInput = {
  readonly source: ChainSource;
  /** The phrase that the game was played with: everyone's keys come from it. */
  readonly fundingSeed: string;
  readonly game: GameResult;
  readonly plays: number;
  /** Sales between people; a fifth of the plays by default. */
  readonly trades?: number;
  /** Another number gives other moves. */
  readonly seed: number;
  readonly onProgress?: OnProgress;
};

const WITHOUT_MOVES: readonly Role[] = [
  "native-script-holder",
  "plutus-script-holder",
  "stranger",
  "stranger-with-a-token",
];
const MAX_OUTPUTS = 20;

/**
 * Plays on: some people play again or for the first time, some trade. Returns the updated game when all of it is in
 * blocks. What people can spend is read from the chain, prizes included; the funding wallet first pays those who lack
 * money. Quantities are those of `game`: nobody else may have moved the tokens.
 */
export async function playMore(input: MoreInput): Promise<GameResult> {
  const { source, game, onProgress = () => {} } = input;
  const terms = await readTerms(source);
  const wallet = walletFromSeed(input.fundingSeed, terms.networkId);
  const people = findPeople(input, terms);
  const moves = chooseMoves(input, people);
  const purses = await readPurses(source, moves, game);
  const available = await source.unspentOutputs(wallet.address);
  const purpose = `playing ${moves.length} more moves`;
  const outputs = findShortages(purses, moves, game, terms);
  const nothing: Funding = { outgoing: [], paid: [], left: available };
  const funding = outputs.length > 0 ? writeFunding({ wallet, available, outputs, terms, purpose }) : nothing;
  await landAll(source, funding.outgoing, { addresses: [wallet.address], units: [] }, ({ landed, total }) =>
    onProgress({ stage: "distribute", done: landed, total }),
  );
  const writer = new MoveWriter(terms, game.prizeAsset, game.gameAddress);
  writer.put([...purses.values()].flat());
  writer.put(funding.paid);
  for (const move of moves) writer.write(move);
  const watch = { addresses: [game.gameAddress], units: [game.prizeAsset] };
  await landAll(source, writer.written, watch, ({ accepted, landed, total }) => {
    if (accepted < total) onProgress({ stage: "play", done: accepted, total });
    else onProgress({ stage: "confirm", done: landed, total });
  });
  return {
    ...game,
    members: afterMoves(game.members, moves, game.minimumPlayLovelace),
    transactions: [...game.transactions, ...[...funding.outgoing, ...writer.written].map(({ hash }) => hash)],
    funding: { ...game.funding, lovelace: sumLovelace(funding.left) },
  };
}

function findPeople({ game, fundingSeed }: MoreInput, { networkId }: Terms): Person[] {
  const roles = game.members.map(({ role }) => role);
  const people = makePeople(roles, fundingSeed, game.seed, networkId);
  const same = people.every((person, index) => {
    return mainAddress(person) === game.members[index]?.addresses[0]?.address;
  });
  if (!same) throw new Error("The game was played with another funding seed, so these keys are not its people's.");
  return people;
}

function chooseMoves({ game, plays, trades, seed }: MoreInput, people: readonly Person[]): Move[] {
  const random = randomFrom(`more ${game.seed}/${seed}`);
  const able = people.filter(({ role }) => !WITHOUT_MOVES.includes(role));
  const played = Array.from({ length: plays }, (): Move => {
    const lovelace = playAmount(game.minimumPlayLovelace, random);
    return { kind: "play", person: random.pick(able), round: 0, lovelace };
  });
  return [...played, ...chooseTrades(game, able, trades ?? Math.ceil(plays / 5), random)];
}

/** Each seller sells once, at most what the first address holds. Anyone may buy. */
function chooseTrades(game: GameResult, able: readonly Person[], trades: number, random: Random): Move[] {
  const held = new Map(game.members.map(({ name, addresses }) => [name, addresses[0]?.quantity ?? 0n]));
  const sellers = random.shuffle(able.filter(({ name }) => (held.get(name) ?? 0n) > 0n)).slice(0, trades);
  return sellers.flatMap((person): Move[] => {
    const others = able.filter((other) => other !== person);
    if (others.length === 0) return [];
    const quantity = random.quantity(1n, held.get(person.name) ?? 1n);
    return [{ kind: "sell", person, round: 1, quantity, buyer: random.pick(others) }];
  });
}

type Purses = ReadonlyMap<Person, readonly TxOutput[]>;

/** What each mover can spend: outputs with prize tokens, which may be sold, then those with the most lovelace. */
async function readPurses(source: ChainSource, moves: readonly Move[], game: GameResult): Promise<Purses> {
  const movers = [...new Set(moves.map(({ person }) => person))];
  const rank = ({ assets }: TxOutput) => (assets[game.prizeAsset] ? 0 : 1);
  const purses = await inParallel(movers, async (person) => {
    const address = mainAddress(person);
    const outputs = await patiently(() => source.unspentOutputs(address));
    const plain = outputs.filter(({ referenceScriptHash }) => referenceScriptHash === null);
    plain.sort((a, b) => rank(a) - rank(b) || (a.lovelace < b.lovelace ? 1 : -1));
    return [person, plain.slice(0, MAX_OUTPUTS)] as const;
  });
  return new Map(purses);
}

/** Outputs that give each mover the missing money. */
function findShortages(purses: Purses, moves: readonly Move[], game: GameResult, terms: Terms): PaymentOutput[] {
  const { coinsPerUtxoByte } = terms.parameters;
  return [...purses].flatMap(([person, outputs]) => {
    const address = mainAddress(person);
    const assets = Object.assign({}, ...outputs.map((output) => output.assets));
    const kept = minimumOutputLovelace({ address, assets }, coinsPerUtxoByte);
    const costs = moves.filter((move) => move.person === person);
    const needed = costs.reduce((sum, move) => sum + costOf(move, game.prizeAsset, terms), kept);
    const missing = needed - sumLovelace(outputs);
    if (missing <= 0n) return [];
    const least = minimumOutputLovelace({ address }, coinsPerUtxoByte);
    return [{ address, lovelace: largestOf([missing, least]), assets: {} }];
  });
}
