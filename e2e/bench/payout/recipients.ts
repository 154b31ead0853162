import type { InitialFund } from "@/server/devnet/ledger/genesis";
import { addressFromBytes, addressToBytes } from "@/server/domain/cardano/address";
import { newTestWallet } from "@/server/testing/chain/wallet";
import type { WorldOptions } from "@/server/testing/services/world";
import { PRIZE_ASSET } from "@/server/testing/services/world-terms";

const ADDRESSES_A_PLAYER = 500;
const EACH_LOVELACE = 1_500_000n;

/**
 * A day that pays so many recipients, each at a full address of its own: players who hold their tokens at hundreds of
 * addresses. Money follows tokens, so each of these is a recipient, and few have to play.
 */
export function payingMany(recipients: number): WorldOptions {
  const players = Array.from({ length: Math.ceil(recipients / ADDRESSES_A_PLAYER) }, () => ({
    wallet: newTestWallet(),
    tokens: 0n,
    plays: true,
  }));
  const funds = Array.from({ length: recipients }, (_, number): InitialFund => {
    const { wallet } = players[Math.floor(number / ADDRESSES_A_PLAYER)] as (typeof players)[number];
    return { address: anotherAddress(wallet.address, number), lovelace: 2_000_000n, assets: { [PRIZE_ASSET]: 1_000n } };
  });
  const potLovelace = BigInt(recipients) * EACH_LOVELACE;
  return { players, funds, potLovelace, dailyLimitLovelace: potLovelace + 1_000_000_000n };
}

/** Of the same stake key, with a payment key that stands for a number. */
function anotherAddress(address: string, number: number): string {
  const bytes = addressToBytes(address).slice();
  new DataView(bytes.buffer).setUint32(1, number);
  return addressFromBytes(bytes);
}
