import { usageError } from "@/server/cli/command";
import type { DevnetControl } from "@/server/devnet/control-client";
import type { DialectName, DialectUrls } from "@/server/devnet/dialects";
import { shown } from "@/server/domain/shown";

/* Which kinds of server the product reads the demo's chain from, and which of them dies. */

const FIRST = ["blockfrost", "kupo", "koios"] as const;
const SECOND = [...FIRST, "graphql"] as const;
const FAULTS = ["none", "first-dies", "second-dies"] as const;

export type DemoSources = {
  readonly first: (typeof FIRST)[number];
  /** What says a second opinion, and takes the first one's place if it can; null for nobody. */
  readonly second: (typeof SECOND)[number] | null;
  /** What happens in the middle of the first day's payments. */
  readonly fault: (typeof FAULTS)[number];
};

export const ONE_SOURCE: DemoSources = { first: "blockfrost", second: null, fault: "none" };

type Given = { readonly source?: string; readonly "second-opinion"?: string; readonly fault?: string };

/** Throws a usage error that says what would be right. */
export function readSources(given: Given): DemoSources {
  if (given.source === "graphql") {
    throw usageError(
      "--source graphql is not possible: Cardano GraphQL has no bytes of transactions, without which nothing is " +
        "proven or paid. It can be the second: --second-opinion graphql.",
    );
  }
  const first = oneOf("source", given.source ?? ONE_SOURCE.first, FIRST);
  const second =
    given["second-opinion"] === undefined ? null : oneOf("second-opinion", given["second-opinion"], SECOND);
  const fault = oneOf("fault", given.fault ?? ONE_SOURCE.fault, FAULTS);
  if (second === first) {
    throw usageError(`--second-opinion must be of another kind than --source, and both are ${first}.`);
  }
  if (fault !== "none" && second === null) {
    throw usageError(`--fault ${fault} needs --second-opinion: with one source, nothing could go on.`);
  }
  if (fault === "first-dies" && second === "graphql") {
    throw usageError("--fault first-dies needs a second source with bytes to go on with, which graphql has not.");
  }
  return { first, second, fault };
}

function oneOf<Name extends string>(option: string, given: string, names: readonly Name[]): Name {
  const name = names.find((each) => each === given);
  if (name) return name;
  throw usageError(`--${option} must be ${names.slice(0, -1).join(", ")} or ${names.at(-1)}, not ${shown(given)}.`);
}

type Kind = (typeof SECOND)[number];

/** The servers that are one source, by the variables that name their addresses. */
const SERVERS: Readonly<Record<Kind, Readonly<Record<string, DialectName>>>> = {
  blockfrost: { BLOCKFROST_URL: "blockfrost" },
  kupo: { KUPO_URL: "kupo", OGMIOS_URL: "ogmios" },
  koios: { KOIOS_URL: "koios" },
  graphql: { GRAPHQL_URL: "graphql" },
};

const kindsOf = ({ first, second }: DemoSources): readonly Kind[] => (second ? [first, second] : [first]);

/** What the devnet has to serve. */
export function dialectsOf(sources: DemoSources): readonly DialectName[] {
  return kindsOf(sources).flatMap((kind) => Object.values(SERVERS[kind]));
}

/** What tells the product's processes where to read the chain, and in which order. */
export function sourceVariablesOf(sources: DemoSources, urls: DialectUrls): Readonly<Record<string, string>> {
  const kinds = kindsOf(sources);
  const addresses = kinds.flatMap((kind) =>
    Object.entries(SERVERS[kind]).map(([variable, dialect]) => [variable, urls[`${dialect}Url`] ?? ""]),
  );
  return { ...Object.fromEntries(addresses), SOURCES: kinds.join(",") };
}

/** Ends all servers of the source that dies. */
export async function bringAbout({ first, second, fault }: DemoSources, control: DevnetControl): Promise<void> {
  const dying = fault === "first-dies" ? first : fault === "second-dies" ? second : null;
  for (const dialect of dying ? Object.values(SERVERS[dying]) : []) await control.endDialect(dialect);
}
