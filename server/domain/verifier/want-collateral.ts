import { addressHex } from "./addresses";
import type { ExpectedCollateral } from "./expected";
import { newCollateral } from "./own-wallet";
import type { Found } from "./read-transaction";
import { change, paidBy, take } from "./wallet";
import { assetsOf, showRef, type Wanted } from "./wanted";

/** What makes a collateral must be: outputs of a wallet go in, and come back as one of ADA alone and the change. */
export function wantCollateral(expected: ExpectedCollateral, found: Found, fee: bigint): Wanted {
  const { changeAddress } = expected;
  const { lovelace, payers } = newCollateral(expected);
  const taken = take(payers, found.inputs);
  const collateral = {
    what: "the collateral",
    address: addressHex(changeAddress),
    lovelace,
    assets: assetsOf(null, 0n),
    datum: null,
    scriptHash: null,
  };
  return {
    ...paidBy(taken),
    inputs: payers.map(({ ref }) => showRef(ref)),
    outputs: [collateral, change(expected, taken.outputs, { lovelace: lovelace + fee, tokens: 0n }, null)],
  };
}
