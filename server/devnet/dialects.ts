import { startBlockfrostServer } from "./api/server";
import type { DialectOptions, DialectServer } from "./dialect";
import { startGraphqlServer } from "./graphql/server";
import { startKoiosServer } from "./koios/server";
import { startKupoServer } from "./kupo/server";
import { startOgmiosServer } from "./ogmios/server";

/*
 * Servers that tell the devnet's ledger as those of another kind do, made from their public descriptions. They share no
 * encoder or decoder with the adapters that read them, and are used by the devnet, the demo and tests alone. Each can
 * be ended while the devnet goes on; Blockfrost's is one more besides the devnet's own.
 */
const STARTS = {
  blockfrost: startBlockfrostServer,
  koios: startKoiosServer,
  graphql: startGraphqlServer,
  kupo: startKupoServer,
  ogmios: startOgmiosServer,
} satisfies Record<string, (options: DialectOptions) => Promise<DialectServer>>;

export type DialectName = keyof typeof STARTS;
export const DIALECT_NAMES = Object.keys(STARTS) as DialectName[];

/** Where each of the servers that were asked for is: `koiosUrl` and its like. */
export type DialectUrls = { readonly [Name in `${DialectName}Url`]?: string };

/** Those that run, and what ends each. */
export type RunningDialects = Map<DialectName, () => Promise<void>>;

/** Starts them; what ends each is in `running` at once, so that a later one that fails leaves none behind. */
export async function startDialects(
  names: readonly DialectName[],
  options: DialectOptions,
  running: RunningDialects,
): Promise<DialectUrls> {
  const urls: Partial<Record<keyof DialectUrls, string>> = {};
  for (const name of new Set(names)) {
    const server = await STARTS[name](options);
    running.set(name, server.close);
    urls[`${name}Url`] = server.url;
  }
  return urls;
}

/** As if it died. False where it does not run. */
export async function endDialect(running: RunningDialects, name: DialectName): Promise<boolean> {
  const close = running.get(name);
  running.delete(name);
  await close?.();
  return close !== undefined;
}
