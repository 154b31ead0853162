import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { proposal, user } from "@/db/schema";
import type { Hearer } from "@/server/domain/monitoring/notification";
import type { NotificationEventOf } from "@/server/domain/monitoring/notification-events";
import type { ActNow, OpenRequest, PauseNow, ProposalNow } from "@/server/domain/monitoring/notifications-of-requests";
import { type Action, can } from "@/server/domain/people/roles";
import { readActToSign } from "../../acts/acts-to-sign";
import { EXIT_DEEDS, openReleaseRequest } from "../../day/release-request";
import { findPause } from "../../engine-pause/find-pause";
import type { ListedHearer } from "../../people/list-hearers";
import { openProposal, whyNotConfirm } from "../../proposals/open-proposal";

const idsOf = (people: readonly Hearer[]) => people.map(({ id }) => id);
const othersWhoCan = (action: Action, people: readonly Hearer[], first: string | undefined) =>
  idsOf(people.filter(({ id, role }) => id !== first && can(role, action)));

export async function readReleaseAsked(
  tx: Transaction,
  { payload }: NotificationEventOf<"day.release-asked">,
  people: readonly Hearer[],
): Promise<OpenRequest> {
  const open = await openReleaseRequest(tx, payload.dayIndex);
  if (open === null || open.person.id !== payload.by) return null;
  const seconds = othersWhoCan(EXIT_DEEDS[open.exit].action, people, open.person.id);
  return { by: open.person.name, reason: open.reason, seconds };
}

export async function readProposalNow(
  tx: Transaction,
  { payload: { kind, hash } }: NotificationEventOf<"proposal.state">,
  people: readonly Hearer[],
): Promise<ProposalNow> {
  const open = await openProposal(tx, kind);
  if (open?.hash === hash) {
    const seconds = people.filter((person) => whyNotConfirm(open, person) === null);
    return {
      open: { by: open.proposer?.name ?? "somebody", reason: open.reason, seconds: idsOf(seconds) },
      agreed: null,
    };
  }
  const [ended] = await tx
    .select({ version: proposal.version, fromDay: proposal.fromDay, by: user.name })
    .from(proposal)
    .innerJoin(user, eq(user.id, proposal.endedBy))
    .where(eq(proposal.hash, hash));
  const { version = null, fromDay = null, by = "" } = ended ?? {};
  return { open: null, agreed: version === null ? null : { version, fromDay, by } };
}

export async function readActNow(tx: Transaction, id: number, people: readonly ListedHearer[]): Promise<ActNow> {
  const act = await readActToSign(tx, id);
  if (act === null) return null;
  const { name, reason, proposedBy, approvals, threshold, missing } = act;
  const by = people.find((person) => person.id === proposedBy)?.name ?? "somebody";
  const administrators = people.filter(({ role }) => can(role, "pool.administer"));
  const mayStillSign = administrators.filter(
    ({ approverKey }) => approverKey !== null && missing.includes(approverKey),
  );
  const maySend = missing.length === 0 ? idsOf(administrators) : null;
  return { name, by, reason, approvals, threshold, mayStillSign: idsOf(mayStillSign), maySend };
}

export async function readPauseNow(tx: Transaction, people: readonly Hearer[]): Promise<PauseNow> {
  const pause = await findPause(tx);
  return pause && { seconds: othersWhoCan("engine.resume", people, pause.checkedBy?.userId) };
}
