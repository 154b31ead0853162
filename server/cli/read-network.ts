import { magicOf } from "@/server/domain/cardano/network";
import { shown } from "@/server/domain/shown";
import { usageError } from "./command";

/** The magic of --network. Throws a usage error that names the networks. */
export function readNetwork(text: string): number {
  const magic = magicOf(text);
  if (magic !== null) return magic;
  throw usageError(
    `--network: there is no network ${shown(text)}. Say mainnet, preprod, preview, or the network's magic.`,
  );
}
