import type { RewardAccount } from "@/server/domain/ports";
import { account } from "./answers";
import type { KoiosClient } from "./client";

/** `/account_info`. An account that was never seen on chain has no row. */
export async function readRewardAccount(client: KoiosClient, stakeAddress: string): Promise<RewardAccount> {
  const select = "stake_address,status,rewards_available";
  const call = { path: "account_info", query: { select }, json: { _stake_addresses: [stakeAddress] } };
  const row = await client.row(call, account, {
    what: "account",
    name: stakeAddress,
    nameOf: ({ stake_address }) => stake_address,
  });
  if (!row) return { isRegistered: false, withdrawableLovelace: 0n };
  const isRegistered = row.status === "registered";
  // An account that is not registered has no balance that anybody could withdraw, whatever sums are told of it.
  return { isRegistered, withdrawableLovelace: isRegistered ? row.rewards_available : 0n };
}
