import type { SQL } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { addressFromBytes, addressToBytes } from "@/server/domain/cardano/address";
import { readTypedAddress } from "@/server/domain/cardano/typed-address";
import { readAskedAddress } from "@/server/domain/eligibility/assess";
import { placesOf } from "@/server/domain/eligibility/register";
import type { Rules } from "@/server/domain/rules/rules";
import { ServiceError } from "../../errors";
import { addressesFrom, placesFrom } from "./register-page";

/** The beginning of an address, or of a key's or script's hash; a shortened one is cut where letters are left out. */
const START = /^([0-9A-Za-z_]{4,400})(…|\.\.\.|$)/;
const BECH32 = /^(addr|stake)/i;

/** `isCut`: there may be more that begin so. */
type FoundPlaces = { readonly places: readonly string[]; readonly isCut: boolean };

/**
 * The register's places of an address, whole as people paste it, or of all that begin so: at most `most` by each of
 * their names. Throws ServiceError `bad-input` for what is neither, a handle, and an address of another network.
 */
export async function findPlaces(tx: Transaction, rules: Rules, typed: string, most: number): Promise<FoundPlaces> {
  const whole = readTypedAddress(typed);
  if ("handle" in whole) {
    throw new ServiceError(
      "bad-input",
      "A handle is looked up on the page of eligibility. Search here by its address.",
    );
  }
  if ("text" in whole) {
    const asked = readAskedAddress(rules, whole.text);
    if (asked.kind === "problem") throw new ServiceError("bad-input", asked.text);
    const isByron = whole.parsed.kind === "byron";
    const address = isByron ? whole.text : addressFromBytes(addressToBytes(whole.text));
    return { places: placesOf(address), isCut: false };
  }
  const [, start] = START.exec(typed.trim()) ?? [];
  if (start === undefined) throw new ServiceError("bad-input", whole.problem);
  return startingWith(tx, BECH32.test(start) ? start.toLowerCase() : start, most);
}

async function startingWith(tx: Transaction, start: string, most: number): Promise<FoundPlaces> {
  const texts = async (query: SQL) => (await tx.execute<{ text: string }>(query)).map(({ text }) => text);
  const places = await texts(placesFrom(start, most));
  const addresses = await texts(addressesFrom(start, most));
  const isCut = places.length >= most || addresses.length >= most;
  return { places: [...new Set([...places, ...addresses.flatMap(placesOf)])], isCut };
}
