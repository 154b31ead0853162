import type { Credential, ParsedAddress } from "./cardano/address";
import type { Identity } from "./units";

/**
 * The owner of an address for eligibility, weights and caps: its stake credential, or its payment credential if it has
 * none (server/domain/day/PROTOCOL.md, "Who plays, who is paid"). Null for Byron and pointer addresses, which cannot be
 * attributed.
 */
export function identityOf(address: ParsedAddress): Identity | null {
  switch (address.kind) {
    case "base":
    case "reward":
      return identityOfCredential(address.stake);
    case "enterprise":
      return identityOfCredential(address.payment);
    case "pointer":
    case "byron":
      return null;
  }
}

export function identityOfCredential(credential: Credential): Identity {
  return `${credential.kind}:${credential.hash}`;
}
