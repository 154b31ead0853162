import { magicOf, networkIdOf } from "@/server/domain/cardano/network";
import { decodeSettings, encodeSettings, hashSettings } from "@/server/domain/contract/settings";
import type { Settings } from "@/server/domain/contract/types";
import { describeSettings } from "@/server/words/describe-pool";
import { usageError } from "../command";

/**
 * Settings in words, and their hash, which an approver's consent names: by this machine alone, so that who signs the
 * hash need not believe whoever asks. Throws a usage error for bytes that are no settings.
 */
export function explainSettings(words: readonly string[]): { readonly facts: Record<string, string> } {
  const [cbor = "", ...more] = words;
  const settings = more.length === 0 ? readSettings(cbor) : null;
  if (!settings) throw usageError("explain takes SETTINGS, the hexadecimal text that npm run deploy prints.");
  const magic = magicOf(settings.network);
  const facts = [
    ["Settings", `hash ${hashSettings(settings)}, which the text to sign must name`] as const,
    ...describeSettings(settings, magic === null ? 0 : networkIdOf(magic)),
  ];
  return { facts: Object.fromEntries(facts) };
}

/** Null for bytes that are none, or not as our own encoder writes them: their hash would be another. */
function readSettings(cbor: string): Settings | null {
  try {
    const settings = decodeSettings(cbor);
    return encodeSettings(settings) === cbor ? settings : null;
  } catch {
    return null;
  }
}
