import type { RewardAccount } from "@/server/domain/ports";
import { account } from "./answers";
import type { BlockfrostClient } from "./client";

/**
 * `/accounts/{stake_address}`. What `active` means changed: it was that the account is registered, and is now that
 * it delegates to a pool, `registered` having been added for the former. So `registered` decides where there is one.
 * A server of the time between would have an account without a pool for unregistered; whoever then registers it is
 * refused by the ledger, and nothing is lost.
 */
export async function readRewardAccount(client: BlockfrostClient, stakeAddress: string): Promise<RewardAccount> {
  const answer = await client.get(`accounts/${encodeURIComponent(stakeAddress)}`, account);
  if (!answer) return { isRegistered: false, withdrawableLovelace: 0n };
  if (answer.stake_address !== stakeAddress) {
    throw client.error("lying", `asked for account ${stakeAddress}, got ${answer.stake_address}.`);
  }
  const isRegistered = answer.registered ?? answer.active;
  // An account that is not registered has no balance that anybody could withdraw, whatever sums are told of it.
  return { isRegistered, withdrawableLovelace: isRegistered ? answer.withdrawable_amount : 0n };
}
