import { type Credential, makeAddress, parseAddress } from "../cardano/address";
import type { PlutusData } from "../cardano/plutus-data";
import { asBytes, asConstr, asList, fieldsOf, ShapeError } from "../contract/shape";
import { type HeldOutput, type Ownership, type Resolver, unknown } from "./resolver";

/**
 * A marketplace's listing: its datum names the seller's key, which alone can take the tokens back, and who is paid when
 * they are sold. The seller's address is the one among those that the key itself can spend from; a listing that pays
 * the seller elsewhere, or at two such addresses, is unknown. Who names a stranger's key gives the tokens away.
 */
function ownerOfListing(
  { address: at }: HeldOutput,
  listing: { readonly owner: PlutusData | undefined; readonly payouts: PlutusData | undefined },
): Ownership {
  const owner = asBytes(listing.owner, "the owner");
  const payouts = asList(listing.payouts, "payouts");
  if (!/^[0-9a-f]{56}$/.test(owner)) return unknown("the seller's key is no key hash");
  const place = parseAddress(at);
  if (!("networkId" in place)) return unknown("the output's address has no network");
  const own = new Set<string>();
  for (const payout of payouts) {
    const { payment, stake } = addressOf(fieldsOf(payout, 0, 2, "a payout")[0]);
    if (payment.kind === "key" && payment.hash === owner) own.add(makeAddress(place.networkId, payment, stake));
  }
  const [address, another] = own;
  if (address === undefined) return unknown("no payout goes to the seller's own key");
  return another === undefined
    ? { kind: "owner", address }
    : unknown("payouts go to two addresses of the seller's key");
}

/** An address as contracts see it. One with a pointer is refused. */
function addressOf(data: PlutusData | undefined) {
  const [payment, stake] = fieldsOf(data, 0, 2, "an address");
  const maybe = asConstr(stake, "a stake part");
  if (maybe.constr === 1 && maybe.fields.length === 0) return { payment: credentialOf(payment), stake: null };
  const [referenced] = fieldsOf(stake, 0, 1, "a stake part");
  const [credential] = fieldsOf(referenced, 0, 1, "a stake credential");
  return { payment: credentialOf(payment), stake: credentialOf(credential) };
}

function credentialOf(data: PlutusData | undefined): Credential {
  const { constr, fields } = asConstr(data, "a credential");
  const hash = asBytes(fields[0], "a hash");
  if (constr > 1 || fields.length !== 1 || hash.length !== 56) throw new ShapeError("a credential has one hash");
  return { kind: constr === 0 ? "key" : "script", hash };
}

/** jpg.store, "Ask": payouts in lovelace, then the owner. */
export const jpgAsk: Resolver = {
  name: "jpg-store-ask",
  what: "a listing on jpg.store (contract of 2023)",
  published: "github.com/jpg-store/contracts-v3, validators/ask.ak and plutus.json",
  scripts: ["c727443d77df6cff95dca383994f4c3024d03ff56b02ecc22b0f3f65"],
  resolve(output) {
    const [payouts, owner] = fieldsOf(output.datum, 0, 2, "a listing");
    return ownerOfListing(output, { owner, payouts });
  },
};

/** jpg.store, "Swap": the owner, then payouts of values. An offer to buy has the same form, and is its owner's too. */
export const jpgSwap: Resolver = {
  name: "jpg-store-swap",
  what: "a listing or an offer on jpg.store (contract of 2022)",
  published: "github.com/jpg-store/contract-v2, src/Canonical/JpgStore/BulkPurchase.hs and assets/mainnet/swap.addr",
  scripts: ["9068a7a3f008803edac87af1619860f2cdcde40c26987325ace138ad"],
  resolve(output) {
    const [owner, payouts] = fieldsOf(output.datum, 0, 2, "a listing");
    return ownerOfListing(output, { owner, payouts });
  },
};
