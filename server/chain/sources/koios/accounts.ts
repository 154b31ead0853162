import type { RewardAccount } from "@/server/domain/ports";
import { account } from "./answers";
import type { KoiosClient } from "./client";

/** `/account_info`. An account that was never seen on chain has no row. */
export async function readRewardAccount(client: KoiosClient, stakeAddress: string): Promise<RewardAccount> {
  const select = "stake_address,status,rewards_available";
  const call = { path: "account_info", query: { select }, json: { _stake_addresses: [stakeAddress] } };
  const rows = await client.rows(call, account);
  const [row] = rows;
  if (!row) return { isRegistered: false, withdrawableLovelace: 0n };
  if (row.stake_address !== stakeAddress || rows.length > 1) {
    throw client.error("lying", `asked for account ${stakeAddress}, got ${row.stake_address}.`);
  }
  const isRegistered = row.status === "registered";
  // An account that is not registered has no balance that anybody could withdraw, whatever sums are told of it.
  return { isRegistered, withdrawableLovelace: isRegistered ? row.rewards_available : 0n };
}
