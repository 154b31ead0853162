import type { DialectOptions, DialectServer } from "./dialect";
import { startGraphqlServer } from "./graphql/server";
import { startKoiosServer } from "./koios/server";
import { startKupoServer } from "./kupo/server";
import { startOgmiosServer } from "./ogmios/server";

/*
 * Servers that tell the devnet's ledger as those of another kind do, made from their public descriptions. They share no
 * encoder or decoder with the adapters that read them, and are used by the devnet, the demo and tests alone.
 */
const STARTS = {
  koios: startKoiosServer,
  graphql: startGraphqlServer,
  kupo: startKupoServer,
  ogmios: startOgmiosServer,
} satisfies Record<string, (options: DialectOptions) => Promise<DialectServer>>;

export type DialectName = keyof typeof STARTS;
export const DIALECT_NAMES = Object.keys(STARTS) as DialectName[];

/** Where each of the servers that were asked for is: `koiosUrl` and its like. */
export type DialectUrls = { readonly [Name in `${DialectName}Url`]?: string };

/** Starts them; what stops each is added to `stops` at once, so that a later one that fails leaves none behind. */
export async function startDialects(
  names: readonly DialectName[],
  options: DialectOptions,
  stops: (() => Promise<void>)[],
): Promise<DialectUrls> {
  const urls: Partial<Record<keyof DialectUrls, string>> = {};
  for (const name of new Set(names)) {
    const server = await STARTS[name](options);
    stops.push(server.close);
    urls[`${name}Url`] = server.url;
  }
  return urls;
}
