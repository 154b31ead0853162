import { effectsOf, keyOf, type View } from "./chain/chain";
import { GAME } from "./chain/people";
import type { Story } from "./chain/story";
import { PRIZE_ASSET } from "./chain/terms";
import type { Output, TestTransaction } from "./chain/transaction";

/* What a scan should find on a chain, from the chain itself: no bytes, no server and no code of the scan is between. */

export type Truth = { readonly holdings: readonly string[]; readonly plays: readonly string[] };

/** Outputs with prize tokens that are unspent, and who played, up to a height. */
export function truthOf(story: Story, height: number, isNamedByDatum: boolean): Truth {
  const view = story.now.filter((block) => block.height <= height);
  const plays = view
    .flatMap(({ transactions }) => transactions)
    .flatMap((transaction) => playOf(story, transaction, isNamedByDatum));
  return { holdings: holdingsOf(view).sort(), plays: plays.sort() };
}

function holdingsOf(view: View): string[] {
  const held = new Map<string, string>();
  for (const transaction of view.flatMap(({ transactions }) => transactions)) {
    const { spent, made } = effectsOf(transaction);
    for (const { ref, output } of made) {
      const quantity = output.tokens[PRIZE_ASSET] ?? 0n;
      if (quantity > 0n) held.set(keyOf(ref), `${keyOf(ref)} ${output.to.text} ${quantity}`);
    }
    for (const ref of spent) held.delete(keyOf(ref));
  }
  return [...held.values()];
}

function playOf({ resolve }: Story, transaction: TestTransaction, isNamedByDatum: boolean): string[] {
  const { id, valid, inputs, outputs } = transaction;
  const toGame = ({ to }: Output) => to.text === GAME.text;
  const spent = inputs.flatMap((ref) => resolve(ref) ?? []);
  const paying = outputs.filter(toGame);
  const net = sum(paying) - sum(spent.filter(toGame));
  if (!valid || paying.length === 0 || net < 2_000_000n) return [];
  const player = isNamedByDatum ? namedBy(paying) : richest(spent);
  return player ? [`${id} ${player} ${net}`] : [];
}

function namedBy(outputs: readonly Output[]): string | null {
  const names = new Set(outputs.flatMap(({ names }) => names ?? []));
  return names.size === 1 ? ([...names][0] ?? null) : null;
}

function richest(outputs: readonly Output[]): string | null {
  const players = [...new Set(outputs.flatMap(({ to }) => to.player ?? []))].sort();
  const owned = (player: string) => sum(outputs.filter(({ to }) => to.player === player));
  return players.reduce<string | null>((best, player) => {
    return best === null || owned(player) > owned(best) ? player : best;
  }, null);
}

const sum = (outputs: readonly Output[]) => outputs.reduce((total, { lovelace }) => total + lovelace, 0n);
