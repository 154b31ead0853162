import { isMainnet } from "@/server/domain/cardano/network";
import { readAnyKeyFile, type SoftwareKey } from "@/server/signing/key-file";
import { usageError } from "../command";
import { openWithPassphrase } from "./passphrase";

/**
 * The key of a signer from its file. A plain one is for test networks: whoever reads a disk or a backup of it has the
 * key. Throws FileError or a usage error.
 */
export async function openSignerKey(
  file: string,
  passphraseFile: string | undefined,
  networkMagic: number,
): Promise<SoftwareKey> {
  const found = await readAnyKeyFile(file);
  if (!("secretKey" in found)) return openWithPassphrase(file, found, passphraseFile);
  if (isMainnet(networkMagic)) {
    throw usageError(
      `${file} is a plain key, which a signer does not take on mainnet: seal it under a passphrase ` +
        "(npm run keys -- seal), name the sealed file, and destroy the plain one.",
    );
  }
  if (passphraseFile === undefined) return found;
  throw usageError(`${file} is a plain key, which no passphrase opens: leave --passphrase-file away.`);
}
