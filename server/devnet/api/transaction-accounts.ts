import { stakeAddress } from "../codec/address";
import type { Certificate, Transaction } from "../codec/types";
import { REGISTERS } from "../ledger/accounts";
import { isRegistration } from "./reward-accounts";
import { type ApiRequest, get } from "./router";
import { findTransaction } from "./transactions";

/** What a transaction did to reward accounts; nothing if one of its scripts failed. */
export const transactionAccountRoutes = [
  get("/txs/:hash/withdrawals", (request) =>
    effective(request, ({ withdrawals }) => withdrawals).map(({ address, lovelace }) => ({
      address: address.text,
      amount: lovelace.toString(),
    })),
  ),
  get("/txs/:hash/stakes", (request) =>
    effective(request, ({ certificates }) => certificates).flatMap(registrationRow),
  ),
];

function effective<T>(request: ApiRequest, part: (tx: Transaction) => readonly T[]): readonly T[] {
  const { tx } = findTransaction(request);
  return tx?.valid ? part(tx) : [];
}

function registrationRow(certificate: Certificate, index: number) {
  const { stake, kind } = certificate;
  if (!stake || !isRegistration(certificate)) return [];
  return [{ cert_index: index, address: stakeAddress(0, stake), registration: REGISTERS.includes(kind) }];
}
