import { eq } from "drizzle-orm";
import { actProposal } from "@/db/schema";
import { voidedName } from "@/server/domain/contract/act-fate";
import type { TypedAct } from "@/server/domain/contract/typed-act";
import { askToSend } from "@/server/services/acts/ask-to-send";
import { type ActView, type LiveActView, listActs } from "@/server/services/acts/list-acts";
import { proposeAct } from "@/server/services/acts/propose-act";
import { signAct } from "@/server/services/acts/sign-act";
import type { SoftwareKey } from "@/server/signing/key-file";
import { APPROVER_KEYS, signText } from "./keys";
import type { World } from "./world";

type Db = { readonly ctx: Pick<World["ctx"], "db"> };

export const ACT_REASON = "agreed on the call of today";

/** Proposes an act and answers its id and text; throws if a field is wrong. */
export async function propose({ ctx }: Db, userId: string, act: TypedAct): Promise<{ id: number; text: string }> {
  const proposed = await proposeAct(ctx, { act, userId, reason: ACT_REASON });
  if (!proposed.ok) throw new Error(proposed.problems.map(({ problem }) => problem).join("; "));
  return proposed;
}

/** Signs an act with a key in this process, as `userId` brings it. */
export async function signWithKey({ ctx }: Db, userId: string, id: number, key: SoftwareKey) {
  const [row] = await ctx.db.select().from(actProposal).where(eq(actProposal.id, id));
  const { signature } = signText(key, row?.text ?? "");
  const { publicKey } = key;
  return signAct(ctx, { id, userId, publicKey, given: { kind: "raw", publicKey, signature } });
}

/** Proposes an act that as many approvers sign as it needs. Answers its id. */
export async function proposeSigned(world: Db, userId: string, act: TypedAct): Promise<number> {
  const { id } = await propose(world, userId, act);
  for (const key of APPROVER_KEYS.slice(0, 2)) await signWithKey(world, userId, id, key);
  return id;
}

/** The act as the console lists it among those that can still land. */
export async function liveAct({ ctx }: Db, id: number): Promise<LiveActView> {
  const found = (await listActs(ctx)).live.find((act) => act.id === id);
  if (!found) throw new Error(`act ${id} is not among the live ones`);
  return found;
}

/** Or among those that have ended. */
export async function endedAct({ ctx }: Db, id: number): Promise<ActView> {
  const found = (await listActs(ctx)).ended.find((act) => act.id === id);
  if (!found) throw new Error(`act ${id} is not among the ended ones`);
  return found;
}

/** Asks to send an act, having seen all that it voids. */
export async function send(world: Db, userId: string, id: number): Promise<void> {
  const { voids } = await liveAct(world, id);
  await askToSend(world.ctx, { id, userId, seen: voids.map(voidedName) });
}
