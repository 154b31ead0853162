import type { SourceKind } from "../domain/ports";
import type { Manifest } from "../domain/report/manifest";
import type { NamedSource, Opinion, SourceDifference, WhyWaiting } from "../domain/second-opinion/opinion";

const KINDS: Record<SourceKind, string> = {
  blockfrost: "Blockfrost",
  kupo: "Kupo and Ogmios",
  koios: "Koios",
  graphql: "Cardano GraphQL",
};

/** A source's name and what kind of server it is. */
export function saySource({ name, kind }: NamedSource): string {
  return name.toLowerCase() === kind ? KINDS[kind] : `${name} (${KINDS[kind]})`;
}

/** One difference with both sides, in a sentence. */
export function saySourceDifference(difference: SourceDifference, { first, witness }: Two): string {
  const { what } = difference;
  const [one, other] = [saySource(first), saySource(witness)];
  switch (what) {
    case "holding":
      return `${difference.address}: ${difference.ours} tokens by ${one}, ${difference.theirs} by ${other}, taken back to the day's block.`;
    case "supply":
      return `All tokens: ${difference.ours} by ${one}, ${difference.theirs ?? "none known"} by ${other}, taken back to the day's block.`;
    case "transaction": {
      const { of, hash, ours, theirs } = difference;
      const does = of === "game" ? "plays the game" : "moves the token";
      const at = (height: number | null) => (height === null ? "not" : `at height ${height}`);
      return `Transaction ${hash} ${does}: ${at(ours)} by ${one}, ${at(theirs)} by ${other}.`;
    }
    case "validity": {
      const { hash, height, ours, theirs } = difference;
      const did = (valid: boolean) => (valid ? "succeeded" : "failed");
      return `The scripts of transaction ${hash} at height ${height} ${did(ours)} by ${one}, ${did(theirs)} by ${other}.`;
    }
    case "place":
      return `Transaction ${difference.hash} is in ${difference.ours} by ${one}, in ${difference.theirs ?? "no block"} by ${other}.`;
    case "block":
      return `At height ${difference.height}: ${difference.ours} by ${one}, ${difference.theirs} by ${other}.`;
  }
}

type Two = { readonly first: NamedSource; readonly witness: NamedSource };

/** What a day waits for, as the rest of a sentence. */
export function sayWhyWaiting(witness: NamedSource, why: WhyWaiting): string {
  const name = saySource(witness);
  switch (why.kind) {
    case "away":
      return `${name} does not answer: ${why.problem}`;
    case "wrong-network":
      return `${name} is of the network with magic ${why.got} and not ${why.expected}: correct its address`;
    case "behind":
      return `${name} is at block ${why.tip} and has to reach block ${why.needs}`;
    case "other-fork":
      return `${name} has newer blocks, and not block ${why.height} ${why.hash}: it follows another fork`;
    case "tip-unknown":
      return `the newest block of ${name}, ${why.height} ${why.hash}, is not in the first source's chain: one of them is behind, or follows another fork`;
    case "moved":
      return `blocks came or went while ${name} was asked`;
    case "unread":
      return `plays are read to block ${why.readTo}, and ${name} is asked once they are read to block ${why.needs}`;
    case "first-unsure":
      return `the first source contradicts itself: ${why.problem}`;
  }
}

/** What came of it, in whole sentences, for the console. */
export function sayOpinion(opinion: Opinion): string {
  switch (opinion.kind) {
    case "alone": {
      const { first, acceptedBy } = opinion;
      const accepted = acceptedBy ? ` Accepted by ${acceptedBy.join(" and ")}.` : "";
      return `Only one source was asked, ${saySource(first)}: nobody has confirmed what it says.${accepted}`;
    }
    case "waits":
      return `The day waits: ${sayWhyWaiting(opinion.witness, opinion.why)}.`;
    case "agrees": {
      const { first, witness, at } = opinion;
      return `${saySource(witness)} says the same as ${saySource(first)} of plays, holdings and supply. It was asked at block ${at.height}.`;
    }
    case "differs":
      return sayDiffering(opinion);
    case "accepted":
      return `${sayDiffering(opinion)} ${opinion.by.join(" and ")} had the day go on: “${opinion.reason}”`;
  }
}

function sayDiffering({ first, witness, total }: Two & { readonly total: number }): string {
  const count = total === 1 ? "one difference" : `${total} differences`;
  return `${saySource(witness)} does not say the same as ${saySource(first)}: ${count}.`;
}

/** What a report declares of the sources that its day was read from and confirmed by, for everybody. */
export function sayDeclaredSources({
  source,
  secondOpinion,
}: Pick<Manifest["declared"], "source" | "secondOpinion">): string {
  const first = saySource(source);
  switch (secondOpinion.kind) {
    case "agrees": {
      const { witness, block } = secondOpinion;
      return `Read from ${first}. ${saySource(witness)}, another kind of server, said the same of plays, holdings and supply; it was asked at block ${block.height}.`;
    }
    case "differs": {
      const { witness, differences, acceptedBy } = secondOpinion;
      const places = differences === 1 ? "in one place" : `in ${differences} places`;
      return `Read from ${first}. ${saySource(witness)} did not say the same, ${places}; ${acceptedBy.join(" and ")} reviewed that and released the day.`;
    }
    case "none": {
      const { acceptedBy } = secondOpinion;
      const accepted = acceptedBy ? ` ${acceptedBy.join(" and ")} accepted that.` : "";
      return `Read from ${first} alone: no second source was asked.${accepted}`;
    }
  }
}
